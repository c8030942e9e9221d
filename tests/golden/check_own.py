"""Answers that are Afterglow's own: where the real server fails, what Spark's API has not, and what is
no JSON."""

import csv
import io
import json
import zipfile
from pathlib import Path

LOGS = Path(__file__).parent / "logs"

WITHOUT_ATTEMPTS = "/api/v1/applications/local-1700000000002"
SQL = "/api/v1/applications/local-1700000000001"
WITH_ATTEMPTS = "/api/v1/applications/application_1700000000010_0001/2"


def check_broken_application(server, facts):
    """One line of its log is broken: it is listed, and says which line."""
    listed = server.get("/api/dashboard/applications?length=1000")["body"]["applications"]
    problems = {one["id"]: one.get("problem") for one in listed}
    mine = problems.get(facts["application"], "not listed") or "no problem reported"
    where = f"{facts['file']}, line {facts['line']}: "
    if not mine.startswith(where) or not mine.endswith("(1 line skipped)"):
        return f"problem is {mine!r}, expected {where}..."
    others = [one for one, problem in problems.items() if problem and one != facts["application"]]
    return f"problems reported of sound logs: {others}" if others else ""


def check_broken_numbers(server, facts):
    """What stands before and after the bad line is there. A task without its end counts as
    running for ever, and its ended job is not written again, as in Spark: so more may miss there.
    """
    broken, sound = (
        server.get(f"/api/v1/applications/{one}/jobs")["body"]
        for one in (facts["application"], "local-1700000000003")
    )
    if [job["jobId"] for job in broken] != [job["jobId"] for job in sound]:
        return "other jobs"
    differ = [(job, other) for job, other in zip(broken, sound) if job != other]
    if len(differ) != 1:
        return f"{len(differ)} jobs differ"
    job, other = differ[0]
    ended = ("numCompletedTasks", "numFailedTasks", "numKilledTasks")
    lost = sum(other[key] for key in ended) - sum(job[key] for key in ended)
    if job["status"] != other["status"] or job["completionTime"] != other["completionTime"]:
        return "the job's end is lost"
    return "" if 1 <= lost <= job["numActiveTasks"] else f"{lost} tasks lost"


# The logs that a zip archive holds, by the path of the application or attempt.
ARCHIVES = {
    "local-1700000000002": ["local-1700000000002.zstd"],
    "local-1700000000006": ["local-1700000000006.inprogress"],
    "eventlog_v2 local-1700000000001": ["eventlog_v2_local-1700000000001"],
    "application_1700000000010_0001": [
        "application_1700000000010_0001_2.zstd",
        "application_1700000000010_0001_1.zstd",
    ],
    "application_1700000000010_0001/1": ["application_1700000000010_0001_1.zstd"],
}


def stored(name):
    """The entries of a log, as Spark's server names them."""
    path = LOGS / name
    if path.is_file():
        return {name: path.read_bytes()}
    files = {f"{name}/{file.name}": file.read_bytes() for file in path.iterdir()}
    return {f"{name}/": b""} | files


def check_archive(server, application, logs):
    url = f"/api/v1/applications/{application.split(' ')[-1]}/logs"
    status, headers, data = server.fetch(url)
    if status != 200 or headers.get("Content-Type") != "application/octet-stream":
        return f"status {status}, {headers.get('Content-Type')}"
    expected_name = "eventLogs-" + application.split(" ")[-1].replace("/", "-") + ".zip"
    if headers.get("Content-Disposition") != f"attachment; filename={expected_name}":
        return f"disposition {headers.get('Content-Disposition')}"
    expected = {}
    for name in logs:
        expected |= stored(name)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    if sorted(found) != sorted(expected):
        return f"entries {list(found)}, expected {list(expected)}"
    differ = [name for name in found if found[name] != expected[name]]
    return f"other bytes in {differ}" if differ else ""


def flat(task, prefix=""):
    for name, value in task.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        elif not isinstance(value, list):
            yield prefix + name, str(value).lower() if isinstance(value, bool) else str(value)


def check_task_formats(server, application):
    """The same tasks as JSON, as JSON lines and as comma-separated values."""
    url = f"/api/v1/applications/{application}/stages/0/0/taskList?length=1000&sortBy=-runtime"
    tasks = server.get(url)["body"]
    _, headers, data = server.fetch(url, {"Accept": "application/x-ndjson"})
    if headers["Content-Type"] != "application/x-ndjson":
        return f"JSON lines are {headers['Content-Type']}"
    if [json.loads(line) for line in data.decode().split("\n")[:-1]] != tasks:
        return "JSON lines tell of other tasks"
    if headers["X-Total-Count"] != str(len(tasks)):
        return f"X-Total-Count {headers['X-Total-Count']}, {len(tasks)} tasks"
    _, headers, data = server.fetch(url, {"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    left_out = ("executorLogs.", "taskMetrics.shuffleReadMetrics.shufflePushReadMetrics.")
    expected = [
        {name: value for name, value in flat(task) if not name.startswith(left_out)}
        for task in tasks
    ]
    found = [{name: value for name, value in row.items() if value} for row in rows]
    return "" if found == expected and tasks else f"rows differ: {found[:1]} {expected[:1]}"


def numbers_and_text(metric):
    """What is wrong with the numbers of a metric, by the text that Spark makes of them."""
    value = metric["value"]
    if metric["metricType"] == "sum" and value.replace(",", "") != str(metric["total"]):
        return f"total {metric['total']} of {value!r}"
    if metric["metricType"] != "sum" and ("median" in metric) != ("med, max" in value):
        return f"median of {value!r}"
    if metric["metricType"] != "sum" and "maxTaskId" in metric:
        stage = f"{metric['maxStageId']}.{metric['maxStageAttemptId']}"
        if not value.endswith(f"(stage {stage}: task {metric['maxTaskId']}))"):
            return f"place of the maximum of {value!r}"
    return ""


def check_numeric_metrics(server):
    """The parameter adds members to metrics, which fit the text, and changes nothing else."""
    plain = server.get(f"{SQL}/sql")["body"]
    numeric = server.get(f"{SQL}/sql?numericMetrics=true")["body"]
    metrics = [
        metric for query in numeric for node in query["nodes"] for metric in node["metrics"]
    ]
    for metric in metrics:
        problem = numbers_and_text(metric)
        if problem:
            return problem
        for name in set(metric) - {"name", "value"}:
            del metric[name]
    if plain != numeric:
        return "other members differ"
    return "" if len(metrics) > 10 else f"only {len(metrics)} metrics"


def own_checks(server, wanted):
    facts = json.loads((Path(__file__).parent / "facts.json").read_text())["broken"]
    for application, logs in ARCHIVES.items():
        if wanted(f"logs of {application}"):
            yield f"logs of {application}", check_archive(server, application, logs)
    for application in ("local-1700000000002", "local-1700000000003"):
        if wanted(f"formats of tasks of {application}"):
            yield f"formats of tasks of {application}", check_task_formats(server, application)
    if wanted("numbers of SQL metrics"):
        yield "numbers of SQL metrics", check_numeric_metrics(server)
    for name, check in (
        ("broken line: listed", check_broken_application),
        ("broken line: numbers", check_broken_numbers),
    ):
        if wanted(name):
            yield name, check(server, facts)
