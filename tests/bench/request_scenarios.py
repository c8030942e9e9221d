"""What requests cost a server that has read and served a log: the first for a URL, the same again,
a hundred clients at once, one long answer."""

import json
import shutil
import statistics
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from scenarios import Measure, biggest_stages, settle, whole
from servers import ServerFailure, WorkFolder

REPEATED = 20
PAGES = (0, 20, 40)
LIST_KEYS = ("ID", "runtime", "-runtime")
# The columns of Spark's page of a stage.
TABLE_COLUMNS = (
    "ID",
    "Index",
    "Attempt",
    "Status",
    "Locality Level",
    "Executor ID",
    "Host",
    "Launch Time",
    "Duration",
    "Scheduler Delay",
    "Task Deserialization Time",
    "GC Time",
    "Result Serialization Time",
    "Getting Result Time",
    "Peak Execution Memory",
    "Accumulators",
    "Input Size / Records",
    "Output Size / Records",
    "Shuffle Read Fetch Wait Time",
    "Shuffle Read Size / Records",
    "Shuffle Remote Reads",
    "Shuffle Write Time",
    "Shuffle Write Size / Records",
    "Spill (Memory)",
    "Spill (Disk)",
    "Errors",
)
CLIENTS = 100
CLIENT_SECONDS = 20
WARM_UP_SECONDS = 10  # for Spark's just-in-time compiler, and whatever either keeps
MIXED = Path(__file__).parent / "mixed.lua"


@contextmanager
def serving(kind, log, parent):
    """A server that has read the log and is idle; the path of the application, and its stages."""
    pause = 0.005 if kind.name == "Afterglow" else 0.02
    with WorkFolder(parent) as work, kind.start(log.folder, work) as server:
        base = f"/applications/{log.application}"
        # Asked as nothing that is measured is asked.
        stages = server.wait_for(f"{base}/stages?details=false", whole(log), pause)
        rest(server)
        yield server, base, stages


def rest(server, seconds=60):
    """Until it does nothing any more; with a connection that its patience has not ended."""
    settle(server, seconds)
    server.wait_for("/version", bool)


def first_and_again(server, path):
    first = server.time_of(path)
    return {
        "first": first,
        "again": statistics.median(server.time_of(path) for _ in range(REPEATED)),
    }


def page_of_list(key, offset):
    return f"taskList?offset={offset}&length=20&sortBy={key}"


def page_of_table(column, offset, tasks):
    return (
        f"taskTable?numTasks={tasks}&start={offset}&length=20&search%5Bvalue%5D="
        f"&columnNameToSort={quote(column)}&order%5B0%5D%5Bdir%5D=asc"
    )


def ask_about_tasks(kind, log, parent):
    """Requests about the tasks of the biggest stage. Marks: first, again: of taskSummary; (list,
    KEY), (table, COLUMN): of 20 tasks, on URLs that nobody has asked for."""
    with serving(kind, log, parent) as (server, base, stages):
        stage = f"{base}/stages/{biggest_stages(stages, 1)[0]}/0"
        marks = first_and_again(server, f"{stage}/taskSummary")
        for key in LIST_KEYS:
            marks["list", key] = statistics.median(
                server.time_of(f"{stage}/{page_of_list(key, offset)}") for offset in PAGES
            )
        for column in TABLE_COLUMNS:
            marks["table", column] = statistics.median(
                server.time_of(f"{stage}/{page_of_table(column, offset, log.facts['tasks'])}")
                for offset in PAGES
            )
        return Measure(memory=server.usage().peak_memory, marks=marks)


def ask_routes(kind, log, routes, parent):
    """Marks: (route, first), (route, again)."""
    with serving(kind, log, parent) as (server, base, _):
        marks = {}
        for route in routes:
            for when, seconds in first_and_again(server, f"{base}/{route}").items():
                marks[route, when] = seconds
        return Measure(memory=server.usage().peak_memory, marks=marks)


def ask_for_insights(kind, log, parent):
    """What was found in an application, and two of it compared. Marks: stored, again, and compare,
    where the first comparison has to read both; made: by the command line, with a threshold that
    nothing was stored for."""
    with serving(kind, log, parent) as (server, _, _):
        marks = {}
        told = f"/api/dashboard/applications/{log.application}/insights"
        marks["stored"] = server.time_of(told)
        marks["again"] = server.time_of(told)
        pair = f"a={log.application}&b={log.application}"
        marks["compare"] = server.time_of(f"/api/dashboard/compare?{pair}")
        usage = server.usage()
        begun = time.monotonic()
        command = [kind.program, "findings", log.application, "--store", server.work / "store"]
        command += ["--conf", "afterglow.findings.leastShare=0.021"]
        done = subprocess.run(command, capture_output=True)
        marks["made"] = time.monotonic() - begun
        if done.returncode in (1, 2):
            raise server.failure(f"no findings: {done.stderr.decode()}")
        return Measure(memory=usage.peak_memory, marks=marks)


def ask_for_applications(kind, log, count, paths, parent):
    """Marks: of each path, the median of repeated requests; very many logs are still being read
    meanwhile."""
    pause = 0.01 if kind.name == "Afterglow" else 0.1
    with WorkFolder(parent) as work, kind.start(log.folder, work) as server:
        for number in range(0, count, max(1, count // 20)):
            server.wait_for(f"/applications/{log.application}-{number}", bool, pause)
        rest(server)
        server.wait_for("/applications", lambda listed: len(listed) == count, 1, timeout=60)
        marks = {path: first_and_again(server, path)["again"] for path in paths}
        memory = server.usage().peak_memory
        return Measure(memory=memory, marks=marks)


def run_clients(server, log, stages, seconds):
    """What mixed.lua tells at its end."""
    if shutil.which("wrk") is None:
        raise ServerFailure("wrk is not installed")
    command = ["wrk", "--threads", "1", "--connections", str(CLIENTS), "--timeout", "60s"]
    command += ["--duration", f"{seconds}s", "--script", str(MIXED)]
    command += [f"http://127.0.0.1:{server.port}", "--", log.application]
    smallest = min(stage["numCompleteTasks"] for stage in stages)
    command += [str(smallest), *(str(stage["stageId"]) for stage in stages)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise server.failure(f"wrk failed: {done.stdout}{done.stderr}")
    told = json.loads(done.stdout.splitlines()[-1])
    if told["refused"] or told["broken"] or not told["requests"]:
        raise server.failure(f"not everything was answered: {told}")
    return told


def many_clients(kind, log, parent):
    """Requests a second of many clients at once that ask for pages of many kinds."""
    with serving(kind, log, parent) as (server, _, stages):
        ran = [stage for stage in stages if stage["numCompleteTasks"] >= 20]
        run_clients(server, log, ran, WARM_UP_SECONDS)
        rest(server)
        cpu = server.usage().cpu
        told = run_clients(server, log, ran, CLIENT_SECONDS)
        server.check_memory()
        usage = server.usage()
        return Measure(
            rate=told["requests"] / told["seconds"],
            cpu=(usage.cpu - cpu) / told["requests"],
            memory=usage.peak_memory,
            marks={"p99": told["p99"]},
        )


def stream_tasks(kind, log, parent):
    """All tasks of a stage in one answer. Marks: its bytes."""
    with serving(kind, log, parent) as (server, base, stages):
        stage = biggest_stages(stages, 1)[0]
        tasks = log.facts["tasks"]
        path = f"{base}/stages/{stage}/0/taskList?length={tasks}"
        seconds, size, found = server.read_long(path, b'"taskId"')
        if found != tasks:
            raise server.failure(f"{found} tasks instead of {tasks}")
        return Measure(seconds, memory=server.usage().peak_memory, marks={"bytes": size})
