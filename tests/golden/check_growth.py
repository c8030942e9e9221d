"""Logs that grow in random pieces while the server reads them must end with the answers of the
complete log. The random numbers are seeded: a failure comes back."""

import random
import re
import tempfile
import time
from pathlib import Path

from history_server import HistoryServer

SEEDS = (1, 2, 3)
STEPS = 24
SCAN = "spark.history.fs.update.interval=100ms"
STEP_SECONDS = 0.13  # longer than a scan: most pieces are seen alone
SETTLE_SECONDS = 10


class GrowingLog:
    """One log on its way from nothing to the file or folder of the same name in logs/."""

    def __init__(self, source, target_folder, pick):
        self.application = source.name.removeprefix("eventlog_v2_").split(".")[0]
        self.source, self.target = source, target_folder / source.name
        parts = sorted(source.glob("events_*"))
        self.pending = [(path.name, path.read_bytes()) for path in parts]
        if not parts:
            self.pending = [("", source.read_bytes())]
        self.cuts = sorted(
            pick(sum(len(data) for _, data in self.pending), STEPS - 1, self.pending)
        )
        self.written = 0
        self.rolling = source.is_dir()
        if self.rolling:
            self.target.mkdir()
            self.status().touch()

    def status(self):
        return self.target / next(self.source.glob("appstatus_*")).name

    def path_of(self, name):
        if self.rolling:
            return self.target / name
        return self.target.with_name(self.target.name.removesuffix(".inprogress") + ".inprogress")

    def grow_to(self, step):
        """Writes everything before the cut of this step; after the last step, all of it."""
        goal = self.cuts[step] if step < len(self.cuts) else None
        start = 0
        for name, data in self.pending:
            end = start + len(data)
            upto = end if goal is None else min(end, goal)
            if upto > max(start, self.written):
                with open(self.path_of(name), "ab") as file:
                    file.write(data[max(0, self.written - start) : upto - start])
            start = end
        self.written = start if goal is None else max(self.written, goal)

    def finish(self):
        """The writer closes its log: the name loses its ".inprogress"."""
        if not self.rolling and not self.source.name.endswith(".inprogress"):
            self.path_of("").rename(self.target)


class RollingInProgress(GrowingLog):
    """As Spark does it, the status file says ".inprogress" until the end."""

    def status(self):
        final = super().status()
        return final.with_name(final.name.removesuffix(".inprogress") + ".inprogress")

    def finish(self):
        self.status().rename(super().status())


def any_byte(generator):
    return lambda size, count, _: [generator.randrange(size) for _ in range(count)]


def ends_of_objects(generator):
    """Just after an inner "}", where half a line looks whole; and in the middle."""

    def pick(size, count, parts):
        data = b"".join(part for _, part in parts)
        braces = [match.end() for match in re.finditer(rb"}(?!\n)", data)]
        inner = [generator.choice(braces) for _ in range(count - 3)]
        return inner + [generator.randrange(size) for _ in range(3)]

    return pick


def logs_to_grow(logs, folder, generator):
    return [
        GrowingLog(logs / "local-1700000000003", folder, ends_of_objects(generator)),
        GrowingLog(logs / "local-1700000000006.inprogress", folder, any_byte(generator)),
        GrowingLog(logs / "local-1700000000002.zstd", folder, any_byte(generator)),
        GrowingLog(logs / "app-20240101000000-0004.zstd", folder, any_byte(generator)),
        GrowingLog(logs / "local-1700000000011.zstd", folder, any_byte(generator)),
        RollingInProgress(logs / "eventlog_v2_local-1700000000001", folder, any_byte(generator)),
        RollingInProgress(logs / "eventlog_v2_local-1700000000005", folder, any_byte(generator)),
        GrowingLog(logs / "local-1700000000111.lzf", folder, any_byte(generator)),
        GrowingLog(logs / "local-1700000000145.snappy", folder, any_byte(generator)),
        GrowingLog(logs / "local-1700000000151.lz4", folder, any_byte(generator)),
        RollingInProgress(logs / "eventlog_v2_local-1700000000112", folder, any_byte(generator)),
    ]


def replace(target, data):
    """Another file under the same name, at once."""
    beside = target.with_name("." + target.name)
    beside.write_bytes(data)
    beside.rename(target)


def problems_of(server):
    answer = server.get("/api/dashboard/applications?length=1000")
    if answer["status"] != 200:
        return [f"dashboard answers {answer['status']}"]
    listed = answer["body"]["applications"]
    return [f"{one['id']}: {one['problem']}" for one in listed if one.get("problem")]


def grow_all(server, growing, replaced, final):
    """Answers what went wrong on the way."""
    faults = []
    for step in range(STEPS):
        for log in growing:
            log.grow_to(step)
        if step == STEPS // 2:
            replace(replaced, final)
        time.sleep(STEP_SECONDS)
        faults += problems_of(server)
        for log in growing:
            answer = server.get(f"/api/v1/applications/{log.application}/stages?details=true")
            if answer["status"] not in (200, 404, 503):
                faults.append(f"{answer['url']}: status {answer['status']} {answer['body']!r}")
    for log in growing:
        log.finish()
    return faults


def settle(server, expected, comparison):
    """Asks until all answers are right or time is over; (URL, difference) of the wrong ones."""
    deadline = time.monotonic() + SETTLE_SECONDS
    wrong = [(one, "") for one in expected]
    while wrong:
        wrong = [(one, comparison.difference(one, server.get(one["url"]))) for one, _ in wrong]
        wrong = [(one, problem) for one, problem in wrong if problem]
        if time.monotonic() > deadline:
            break
        time.sleep(0.1 if wrong else 0)
    return [(one["url"], problem) for one, problem in wrong]


def application_of(url):
    return url.split("?")[0].removeprefix("/api/v1/applications/").split("/")[0]


def growth_checks(program, logs, answers, comparison, wanted):
    for seed in SEEDS:
        name = f"growing logs, seed {seed}"
        if not wanted(name):
            continue
        generator = random.Random(seed)
        with tempfile.TemporaryDirectory(prefix="golden-logs-") as folder:
            folder = Path(folder)
            growing = logs_to_grow(logs, folder, generator)
            # At first with another log's events in it.
            replaced = folder / "local-1700000000008.zstd"
            replaced.write_bytes((logs / "local-1700000000013.zstd").read_bytes()[:9000])
            applications = {log.application for log in growing} | {"local-1700000000008"}
            expected = [one for one in answers if application_of(one["url"]) in applications]
            with HistoryServer(program, folder, [SCAN]) as server:
                faults = grow_all(
                    server, growing, replaced, (logs / "local-1700000000008.zstd").read_bytes()
                )
                wrong = settle(server, expected, comparison)
                faults += problems_of(server)
        yield f"{name}: on the way", "; ".join(faults[:3])
        for url, problem in wrong[:5]:
            yield f"{name}: {url}", problem
        yield f"{name}: {len(expected)} answers", f"{len(wrong)} are wrong" if wrong else ""
