"""What is done with a server, and what is measured meanwhile."""

import statistics
import time
from dataclasses import dataclass, field

from servers import WorkFolder


@dataclass
class Measure:
    """Seconds, bytes and requests a second; None where there is nothing to tell."""

    time: float = None
    cpu: float = None
    memory: int = None
    disk: int = None
    rate: float = None
    marks: dict = field(default_factory=dict)


def median(measures):
    """Of each number by itself."""

    def middle(numbers):
        known = [number for number in numbers if number is not None]
        return statistics.median(known) if known else None

    numbers = ("time", "cpu", "memory", "disk", "rate")
    return Measure(
        **{name: middle([getattr(one, name) for one in measures]) for name in numbers},
        marks={
            name: middle([one.marks.get(name) for one in measures]) for name in measures[0].marks
        },
    )


def settle(server, seconds=60):
    """Waits until the server does nothing any more."""
    end = time.monotonic() + seconds
    before = server.usage().cpu
    while time.monotonic() < end:
        time.sleep(0.5)
        server.check_memory()
        now = server.usage().cpu
        if now - before <= 0.03:
            return
        before = now


def whole(log):
    """Whether a list of stages tells of all that make_log made."""

    def accept(stages):
        return (
            sum(stage["numCompleteTasks"] for stage in stages) == log.facts["tasks"]
            and sum(stage["executorRunTime"] for stage in stages) == log.facts["run_time"]
        )

    return accept


def biggest_stages(stages, count):
    ran = [stage for stage in stages if stage["numCompleteTasks"] > 0]
    ran.sort(key=lambda stage: -stage["numCompleteTasks"])
    return [stage["stageId"] for stage in ran[:count]]


def is_listed(log):
    def accept(applications):
        return any(
            one["id"] == log.application and one["attempts"][0]["completed"] for one in applications
        )

    return accept


def read_whole(kind, log, parent, marks=()):
    """From the start of the server until every task is stored and served. `marks`: what to note on
    the way: "listed", when the log was."""
    pause = 0.005 if kind.name == "Afterglow" else 0.02
    measure = Measure()
    with WorkFolder(parent) as work:
        with kind.start(log.folder, work) as server:
            base = f"/applications/{log.application}"
            if "listed" in marks:
                server.wait_for("/applications", is_listed(log), pause)
                measure.marks["listed"] = server.seconds()
            stages = server.wait_for(f"{base}/stages", whole(log), pause)
            biggest = biggest_stages(stages, 1)[0]
            server.wait_for(f"{base}/stages/{biggest}/0/taskSummary", bool, pause)
            measure.time = server.seconds()
            usage = server.usage()
            measure.cpu, measure.memory = usage.cpu, usage.peak_memory
            check_executors(server, base, log)
            settle(server)
        measure.disk = server.store_bytes()
    return measure


def list_one(kind, log, parent):
    """From the start until the log is listed as complete."""
    with WorkFolder(parent) as work, kind.start(log.folder, work) as server:
        server.wait_for("/applications", is_listed(log), 0.005)
        return Measure(server.seconds(), server.usage().cpu, server.usage().peak_memory)


def check_executors(server, base, log):
    executors = server.wait_for(f"{base}/allexecutors", bool)
    tasks = sum(one["completedTasks"] for one in executors)
    if tasks != log.facts["tasks"]:
        raise server.failure(f"{tasks} tasks of executors instead of {log.facts['tasks']}")


def first_answer(kind, log, parent):
    """From the start until there is any answer about the stages of a log that nobody has read."""
    with WorkFolder(parent) as work, kind.start(log.folder, work) as server:
        path = f"/applications/{log.application}/stages"
        server.wait_for(path, bool, 0.005, headers={"Prefer": "wait=0"})
        return Measure(server.seconds(), server.usage().cpu, server.usage().peak_memory)


def start_idle(kind, folder, parent):
    """From the start until there is any answer, without logs."""
    empty = folder / "no-logs"
    empty.mkdir(parents=True, exist_ok=True)
    with WorkFolder(parent) as work, kind.start(empty, work) as server:
        server.wait_for("/applications", lambda _: True, 0.002)
        measure = Measure(server.seconds(), server.usage().cpu)
        settle(server)
        measure.memory = server.usage().memory
        return measure


def list_many(kind, log, count, parent):
    """From the start until all logs are listed, without a store and then with the one that the
    first server left. Very many are still being read when their memory has been watched for long
    enough."""
    pause = 0.01 if kind.name == "Afterglow" else 0.1
    # The whole list is too much to ask for again and again: first some of it.
    some = sorted({number * (count - 1) // 19 for number in range(20)})

    def complete(applications):
        return len(applications) == count and all(
            one["attempts"][0]["completed"] for one in applications
        )

    measures = []
    with WorkFolder(parent) as work:
        for _ in "cold", "restart":
            with kind.start(log.folder, work, store=True) as server:
                for number in some:
                    server.wait_for(f"/applications/{log.application}-{number}", bool, pause)
                server.wait_for("/applications", complete, pause)
                measures.append(Measure(server.answered, server.usage().cpu))
                settle(server)
                measures[-1].memory = server.usage().peak_memory
            measures[-1].disk = server.store_bytes()
    return measures


def append_job(kind, log, parent):
    """From the moment when one more job stands in a running application's log until it is seen."""
    path = log.file()
    size = path.stat().st_size
    jobs_path = f"/applications/{log.application}/jobs"
    pause = 0.02 if kind.name == "Afterglow" else 0.2
    try:
        with WorkFolder(parent) as work, kind.start(log.folder, work) as server:
            server.wait_for(f"/applications/{log.application}/stages", whole(log), pause)
            settle(server)
            jobs = len(server.wait_for(jobs_path, bool))
            cpu = server.usage().cpu
            begin = time.monotonic()
            with open(path, "ab") as file:
                file.write(log.tail.read_bytes())
            server.wait_for(
                jobs_path,
                lambda seen: sum(one["status"] == "SUCCEEDED" for one in seen) == jobs + 1,
                pause,
            )
            seconds = time.monotonic() - begin
            usage = server.usage()
            return Measure(seconds, usage.cpu - cpu, usage.peak_memory)
    finally:
        with open(path, "ab") as file:
            file.truncate(size)
