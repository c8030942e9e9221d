"""Answers that are Afterglow's own: where the real server fails, and what is not built."""

import json
from pathlib import Path

# Spark's routes that this version has not: 501, with the path in a text. A row leaves this table,
# and crawl.py gains its URLs, when the route is built.
UNBUILT = ["logs", "sql/sqlTable", "stages/0/0/taskTable"]
WITHOUT_ATTEMPTS = "/api/v1/applications/local-1700000000002"
WITH_ATTEMPTS = "/api/v1/applications/application_1700000000010_0001/2"


def check_unbuilt(server, url):
    answer = server.get(url)
    path = url.split("?")[0]
    if answer["status"] != 501 or answer["type"] != "text/plain":
        return f"status {answer['status']}, {answer['type']}"
    return "" if answer["body"].startswith(path + " is not built") else f"text {answer['body']!r}"


def check_broken_application(server, facts):
    """One line of its log is broken: it is listed, and says which line."""
    listed = server.get("/api/dashboard/applications")["body"]["applications"]
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


def own_checks(server, wanted):
    facts = json.loads((Path(__file__).parent / "facts.json").read_text())["broken"]
    for base in (WITHOUT_ATTEMPTS, WITH_ATTEMPTS):
        for tail in UNBUILT:
            name = f"unbuilt {base}/{tail}"
            if wanted(name):
                yield name, check_unbuilt(server, f"{base}/{tail}")
    for name, check in (
        ("broken line: listed", check_broken_application),
        ("broken line: numbers", check_broken_numbers),
    ):
        if wanted(name):
            yield name, check(server, facts)
