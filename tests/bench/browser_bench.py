#!/usr/bin/env python3
"""Measures the dashboard in a real browser: what a person waits for, how smoothly it moves, and what
the tab takes. Each time is of a browser with nothing in its cache and a server that was just started;
the median of several counts."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from history_bench import wait_for_quiet
from logs import LogMaker
from report import MB, machine, publish, seconds, size
from rows import LOGS
from servers import ROOT, Afterglow, ServerFailure, WorkFolder, find_spark_home, spark_environment

PROGRAM = Path(__file__).parent / "browser_rows.mjs"
KIB = 1024
MARK = "browser_bench"


@dataclass
class Goal:
    figure: str
    limit: float  # in the unit of the figure: ms or bytes
    text: str  # what the figure is of


@dataclass
class Row:
    what: str
    log: str
    kind: str  # of browser_rows.mjs
    goals: list


MEMORY = Goal("memory", 300 * MB, "memory of the tab")
ROWS = {
    "first-load": Row(
        "first visit of the list of 2,000 applications",
        "2000-logs",
        "first-load",
        [Goal("bytes", 100 * KIB, "loaded"), Goal("time", 1000, "until it answers"), MEMORY],
    ),
    "stage-1m": Row(
        "stage of 1,000,000 tasks",
        "1m-one-stage",
        "stage",
        [
            Goal("time", 1500, "until it is usable"),
            Goal("p95", 60, "frames while lanes move, 95 %"),
            MEMORY,
        ],
    ),
    "list-100k": Row(
        # Reading them all would take half an hour and 30 GB of disk; a list that fills meanwhile is the harder case.
        "list of 100,000 applications whose logs are being read",
        "100000-logs",
        "list",
        [
            Goal("time", 1000, "until it is there"),
            Goal("longest", 100, "longest frame while it scrolls"),
            MEMORY,
        ],
    ),
    "plan-1000": Row(
        "query with a plan of more than 1,000 operators",
        "plan",
        "plan",
        [
            Goal("time", 2000, "until it is drawn"),
            Goal("blocked", 100, "longest time without an answer to input"),
            Goal("p95", 60, "frames while it is zoomed, 95 %"),
            MEMORY,
        ],
    ),
}


def plan_log(maker, home):
    """The folder of a log that plan_app.py wrote."""
    events = maker.folder / "logs" / "plan"
    shutil.rmtree(events, ignore_errors=True)
    events.mkdir(parents=True)
    with WorkFolder(maker.folder / "work") as work:
        command = [str(home / "bin/spark-submit"), "--master", "local[2]", "--driver-memory", "2g"]
        for pair in (
            "spark.eventLog.enabled=true",
            f"spark.eventLog.dir=file://{events}",
            "spark.ui.enabled=false",
            f"spark.local.dir={work}",
        ):
            command += ["--conf", pair]
        environment = spark_environment(home, work)
        program = str(Path(__file__).parent / "plan_app.py")
        done = subprocess.run(
            [*command, program], env=environment, cwd=work, capture_output=True, text=True
        )
    if done.returncode != 0:
        raise ServerFailure(f"plan_app.py failed:\n{done.stderr[-3000:]}")
    return events


def folder_of(row, maker, home):
    if row.log == "plan":
        return plan_log(maker, home)
    tasks, log_options, _ = LOGS[row.log]
    return maker.make(row.log, tasks, *log_options).folder


def page_of(server, row):
    """Has everything of the row's log read; the address of the page."""
    applications = server.wait_for("/applications?limit=1", bool)
    app = f"/applications/{applications[0]['id']}"
    if row.kind == "stage":
        stages = server.wait_for(f"{app}/stages?details=false", bool, headers={"Prefer": "wait=300"})
        largest = max(stages, key=lambda stage: stage["numTasks"])
        return f"/app/{applications[0]['id']}/-/stage/{largest['stageId']}/{largest['attemptId']}"
    if row.kind == "plan":
        queries = server.wait_for(f"{app}/sql?details=false", bool)
        return f"/app/{applications[0]['id']}/-/sql/{queries[-1]['id']}"
    return "/"


def measure(row, folder, ours, options):
    """One JSON of browser_rows.mjs a repetition."""
    found = []
    with WorkFolder(options.folder / "work") as work:
        with ours.start(folder, work) as server:
            page = page_of(server, row)
            count = 100_000 if row.log == "100000-logs" else 1
            server.wait_for("/applications", lambda all_of_them: len(all_of_them) >= count, every=1)
        for _ in range(options.repetitions):
            with ours.start(folder, work) as server:
                server.wait_for("/applications?limit=1", bool)
                wait_for_quiet()
                command = ["node", str(PROGRAM), f"http://127.0.0.1:{server.port}", row.kind, page]
                done = subprocess.run(command, capture_output=True, text=True)
                if done.returncode != 0:
                    raise ServerFailure(f"{row.kind} failed:\n{done.stderr[-3000:]}")
                found.append(json.loads(done.stdout.splitlines()[-1]))
    return found


def lines_of(row, found):
    for goal in row.goals:
        middle = statistics.median(one[goal.figure] for one in found)
        is_size = goal.figure in ("bytes", "memory")
        text = size if is_size and goal.limit >= MB else kib if is_size else milliseconds
        verdict = "yes" if middle <= goal.limit else "**no**"
        yield f"| {row.what} | {goal.text} | {text(middle)} | {text(goal.limit)}: {verdict} |"


def kib(number):
    return f"{number / KIB:.0f} KiB"


def milliseconds(number):
    return seconds(number / 1000)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("rows", nargs="*", metavar="ROW", help=f"one of {', '.join(ROWS)}")
    add("--repetitions", type=int, default=3, help="default: 3")
    add("--folder", type=Path, default=ROOT / "build/bench", help="of the logs and stores")
    add("--keep", action="store_true", help="leave the logs there")
    add("--publish", action="store_true", help="write the table into docs/benchmarks.md")
    options = parser.parse_args()
    unknown = [name for name in options.rows if name not in ROWS]
    if unknown:
        parser.error(f"no such row: {' '.join(unknown)}; there are {' '.join(ROWS)}")
    options.folder = options.folder.resolve()
    return options


def main():
    options = arguments()
    home = find_spark_home()
    maker = LogMaker(ROOT / "build/release/tests/make_log", home, options.folder)
    ours = Afterglow(ROOT / "build/bin/afterglow-history")
    lines = ["| page | what | median | goal |", "|---|---|---|---|"]
    print("\n".join(lines), flush=True)
    failed = []
    try:
        for name in options.rows or ROWS:
            row = ROWS[name]
            try:
                for line in lines_of(row, measure(row, folder_of(row, maker, home), ours, options)):
                    lines.append(line)
                    print(line, flush=True)
            except ServerFailure as failure:
                print(f"{name} failed: {failure}", file=sys.stderr)
                failed.append(name)
    finally:
        if not options.keep:
            maker.forget_all()
            shutil.rmtree(options.folder / "logs" / "plan", ignore_errors=True)
        shutil.rmtree(options.folder / "work", ignore_errors=True)
    if failed:
        sys.exit(f"failed: {' '.join(failed)}")
    chromium = subprocess.run(
        [os.environ.get("AFTERGLOW_CHROMIUM", "chromium"), "--version"], capture_output=True, text=True
    )
    about = f"{chromium.stdout.strip()}, {machine(home)}."
    print(f"\n{about}")
    if options.publish:
        publish(f"{about}\n\n" + "\n".join(lines), MARK)


if __name__ == "__main__":
    main()
