"""The rows of the table: what is done with which log, and what the goal is."""

from dataclasses import dataclass

import scenarios
from report import MB, Row, at_most, times_less
from request_rows import (
    application_rows,
    client_rows,
    insight_rows,
    route_rows,
    stream_row,
    task_rows,
)
from scenarios import Measure

STAGE = "--tasks-of-stage"
# Name -> tasks, options of make_log, tasks of one more job.
LOGS = {
    "10k": (10_000, [], 0),
    "100k": (100_000, [], 0),
    "100k-lz4": (100_000, ["--codec", "lz4"], 0),
    "100k-plain": (100_000, ["--codec", "plain"], 0),
    "100k-rolling": (100_000, ["--roll-at", str(128 << 20)], 0),
    "400k-one-stage": (400_000, [STAGE, "400000"], 0),
    "500k": (500_000, [], 0),
    "1m": (1_000_000, [], 0),
    "1m-one-stage": (1_000_000, [STAGE, "1000000"], 0),
    "2000-logs": (30, ["--applications", "2000", "--max-tasks", "200", STAGE, "50"], 0),
    "100000-logs": (1, ["--applications", "100000", "--tiny"], 0),
    "running-200": (200, [STAGE, "100"], 100),
    "running-100k": (100_000, [], 100),
    "running-1m": (1_000_000, [], 100),
}
CAPPED = at_most("memory", 128 * MB)
SMALL = at_most("disk", 45 * MB)
LIMITED = "/applications?limit=20"
# Path -> goal in seconds.
FLEET = {
    f"/api/dashboard/{path}": 0.1
    for path in ("jobs", "fleet?groupBy=user", "fleet?groupBy=day", "fleet?groupBy=rule")
}


class Bench:
    """Both servers, the logs, and what was measured once for several rows."""

    def __init__(self, spark, ours, maker, options):
        self.spark, self.ours, self.maker, self.options = spark, ours, maker, options
        self.work = maker.folder / "work"
        self.reads = {}

    def log(self, name):
        tasks, options, tail_tasks = LOGS[name]
        return self.maker.make(name, tasks, *options, tail_tasks=tail_tasks)

    def of_ours(self, scenario, *arguments, **named):
        count = self.options.repetitions
        return scenarios.median(
            [scenario(self.ours, *arguments, self.work, **named) for _ in range(count)]
        )

    def of_spark(self, scenario, *arguments, repeat=1, **named):
        if self.spark is None:
            return None
        count = 1 if self.options.spark_once else repeat
        return scenarios.median(
            [scenario(self.spark, *arguments, self.work, **named) for _ in range(count)]
        )

    def read_by_spark(self, name, repeat=1):
        """Several rows tell of the same run."""
        if name not in self.reads:
            self.reads[name] = self.of_spark(
                scenarios.read_whole, self.log(name), repeat=repeat, marks=("listed",)
            )
        return self.reads[name]

    def mark_of_spark(self, name, mark):
        read = self.read_by_spark(name)
        return read and Measure(read.marks[mark])


def log_size(log):
    return f"{log.bytes / MB:,.0f} MB on disk, {log.facts['plain_bytes'] / 1000 / MB:.1f} GB plain"


def read_row(name, goals, kind="zstd", repeat=1):
    def run(bench):
        log = bench.log(name)
        what = f"start to all served: {log.facts['tasks']:,} tasks, {kind} ({log_size(log)})"
        ours = bench.of_ours(scenarios.read_whole, log)
        yield Row(what, bench.read_by_spark(name, repeat), ours, goals)

    return run


def one_stage(bench):
    log = bench.log("1m-one-stage")
    what = f"start to all served: one stage of 1,000,000 tasks ({log_size(log)})"
    yield Row(what, None, bench.of_ours(scenarios.read_whole, log), [CAPPED])


def first_answer(bench):
    ours = bench.of_ours(scenarios.first_answer, bench.log("1m"))
    read = bench.read_by_spark("1m")
    what = "start to the first answer about a log of 1,000,000 tasks that nobody has read"
    yield Row(what, read and Measure(read.time), ours, [at_most("time", 0.3)])


def list_one(bench):
    ours = bench.of_ours(scenarios.list_one, bench.log("1m"))
    what = "start to a complete log of 1,000,000 tasks being listed"
    yield Row(what, bench.mark_of_spark("1m", "listed"), ours, [at_most("time", 0.1)])


def many_logs(name, count, goals, with_spark=True):
    def run(bench):
        log = bench.log(name)
        pairs = [
            scenarios.list_many(bench.ours, log, count, bench.work)
            for _ in range(bench.options.repetitions if with_spark else 1)
        ]
        ours = [scenarios.median(list(of_one)) for of_one in zip(*pairs)]
        spark = [None, None]
        if bench.spark is not None and with_spark:
            spark = scenarios.list_many(bench.spark, log, count, bench.work)
        for kind, of_spark, of_ours, goal in zip(("first start", "restart"), spark, ours, goals):
            what = f"{kind} to {count:,} logs ({log.bytes / MB:,.0f} MB) being listed"
            yield Row(what, of_spark, of_ours, [at_most("time", goal), CAPPED])

    return run


def idle(bench):
    empty = bench.maker.folder / "no-logs"
    empty.mkdir(parents=True, exist_ok=True)
    ours = bench.of_ours(scenarios.start_idle, empty)
    goals = [at_most("time", 0.1), at_most("memory", 25 * MB)]
    spark = bench.of_spark(scenarios.start_idle, empty, repeat=3)
    yield Row("start without logs to the first answer; memory when idle", spark, ours, goals)


def append_row(name):
    def run(bench):
        log = bench.log(name)
        what = f"one more job in a running log of {log.facts['tasks']:,} tasks being seen"
        ours = bench.of_ours(scenarios.append_job, log)
        yield Row(what, bench.of_spark(scenarios.append_job, log), ours, [at_most("time", 1)])

    return run


def goals_of(time, cpu=None):
    goals = [times_less("time", time)] + ([times_less("cpu", cpu)] if cpu else [])
    return goals + [CAPPED]


@dataclass
class Entry:
    run: callable  # (Bench) -> rows
    seconds: int  # about, with Spark's server, on the machine of docs/benchmarks.md
    long: bool = False  # only with --full


ROWS = {
    "idle": Entry(idle, 50),
    "read-10k": Entry(read_row("10k", goals_of(20), repeat=3), 60),
    "read-100k": Entry(read_row("100k", goals_of(12), repeat=3), 90),
    "read-100k-lz4": Entry(read_row("100k-lz4", goals_of(12), "lz4"), 45),
    "read-100k-plain": Entry(read_row("100k-plain", goals_of(12), "plain"), 45),
    "read-100k-rolling": Entry(read_row("100k-rolling", goals_of(12), "rolling zstd"), 45),
    "read-500k": Entry(read_row("500k", goals_of(20, 12) + [SMALL]), 90),
    "read-1m": Entry(read_row("1m", goals_of(15)), 170),
    "one-stage": Entry(one_stage, 60),
    "first-answer": Entry(first_answer, 20),
    "list-one": Entry(list_one, 20),
    "append-200": Entry(append_row("running-200"), 30),
    "append-100k": Entry(append_row("running-100k"), 60),
    "append-1m": Entry(append_row("running-1m"), 240, long=True),
    "2000-logs": Entry(many_logs("2000-logs", 2000, (0.5, 0.2)), 90),
    "100000-logs": Entry(many_logs("100000-logs", 100_000, (10, 1), with_spark=False), 300, True),
    "tasks-100k": Entry(task_rows("100k", 0.06, 0.008, spark_repeat=3), 130),
    "tasks-400k": Entry(task_rows("400k-one-stage", 0.2, 0.015), 180),
    "tasks-1m": Entry(task_rows("1m-one-stage", 0.4, spark_repeat=0), 60),
    "routes-500k": Entry(route_rows("500k", ("stages", "jobs", "executors"), 0.003), 90),
    "applications-2000": Entry(
        application_rows("2000-logs", 2000, {"/applications": 0.004, LIMITED: 0.002}), 60
    ),
    "applications-100000": Entry(
        application_rows("100000-logs", 100_000, {LIMITED: 0.002}, with_spark=False), 300, True
    ),
    "fleet-100000": Entry(
        application_rows("100000-logs", 100_000, FLEET, with_spark=False), 300, True
    ),
    "insights-1m": Entry(insight_rows("1m"), 30),
    "insights-one-stage": Entry(insight_rows("1m-one-stage"), 30),
    "clients": Entry(client_rows("500k", 10), 240),
    "stream-1m": Entry(stream_row("1m-one-stage"), 60),
}
