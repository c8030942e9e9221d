"""A server that is killed at random instants while logs grow must end with the same databases as
one that was never disturbed. The random numbers are seeded."""

import random
import signal
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

from check_growth import logs_to_grow
from history_server import HistoryServer

KILLS = 100
MAX_LIFE_SECONDS = 0.08  # most kills come while logs are being read
COPIES = 4  # of every complete log, so that there is enough to read
SETTLE_SECONDS = 300  # only a server that hangs needs so long, on however busy a machine
CALM_SECONDS = 1.5
CONF = ["spark.history.fs.update.interval=20ms"]


def copy_complete_logs(logs, folder):
    """The same logs under other names."""
    for copy in range(COPIES):
        for source in logs.iterdir():
            if source.is_dir():
                target = folder / f"{source.name}-{copy}"
                target.mkdir()
                for part in source.iterdir():
                    (target / part.name).write_bytes(part.read_bytes())
            else:
                stem, dot, suffix = source.name.partition(".")
                (folder / f"{stem}-{copy}{dot}{suffix}").write_bytes(source.read_bytes())


def kill_again_and_again(program, folder, store, growing, generator):
    command = [str(program), "--dir", str(folder), "--store", store, "--port", "0"]
    for pair in CONF:
        command += ["--conf", pair]
    for kill in range(KILLS):
        for log in growing:
            log.grow_to(kill * len(log.cuts) // KILLS)
        process = subprocess.Popen(
            command,
            env={"HOME": store, "PATH": "/usr/bin:/bin"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(generator.uniform(0.005, MAX_LIFE_SECONDS))
        process.send_signal(signal.SIGKILL)
        process.wait()
    for log in growing:
        log.grow_to(len(log.cuts))
        log.finish()


def dump(database):
    """Every row of every table but the checkpoint, whose form is nobody's business."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'checkpoint'"
            " AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
    ]
    rows = {
        table: sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"')))
        for table in tables
    }
    connection.close()
    return rows


def read_all(program, folder, store):
    with HistoryServer(program, folder, CONF, store=store) as server:
        deadline = time.monotonic() + SETTLE_SECONDS
        # What grew since the last run is known to the catalog only when it was read.
        logs = sum(1 for path in folder.iterdir() if path.is_dir() or path.stat().st_size)
        seen, calm_since = None, time.monotonic()
        while time.monotonic() < min(deadline, calm_since + CALM_SECONDS):
            time.sleep(0.05)
            now = state_of(store)
            if now != seen or now[0] < logs:
                seen, calm_since = now, time.monotonic()
        if seen[0] < logs:
            raise TimeoutError(f"{seen[0]} of {logs} logs read after {SETTLE_SECONDS} s")
        server.get("/api/v1/version")
    return {path.name: dump(path) for path in Path(store).glob("*.db")}


def state_of(store):
    """How many logs are read, and how far."""
    connection = sqlite3.connect(f"file:{store}/catalog.db?mode=ro", uri=True)
    state = connection.execute(
        "SELECT count(*) FILTER (WHERE read_once AND bytes_read = size), sum(bytes_read) FROM log"
    ).fetchone()
    connection.close()
    return state


def difference(expected, found):
    if expected.keys() != found.keys():
        return f"other databases: {sorted(expected.keys() ^ found.keys())[:3]}"
    for database, tables in expected.items():
        for table, rows in tables.items():
            other = found[database].get(table)
            if rows != other:
                changed = sorted(set(rows) ^ set(other or []))
                return f"{database}, {table}: {changed[:2]}"
    return ""


def crash_checks(program, logs, wanted):
    name = f"killed {KILLS} times"
    if not wanted(name):
        return
    generator = random.Random(4)
    with (
        tempfile.TemporaryDirectory(prefix="golden-logs-") as folder,
        tempfile.TemporaryDirectory(prefix="golden-store-") as disturbed,
        tempfile.TemporaryDirectory(prefix="golden-store-") as calm,
    ):
        folder = Path(folder)
        growing = logs_to_grow(logs, folder, generator)
        copy_complete_logs(logs, folder)
        kill_again_and_again(program, folder, disturbed, growing, generator)
        try:
            found = read_all(program, folder, disturbed)
            expected = read_all(program, folder, calm)
        except TimeoutError as error:
            yield name, str(error)
            return
    yield name, difference(expected, found)
