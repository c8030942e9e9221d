"""The description of what the dashboard asks about insights (OpenAPI 3.1) against what the server
answers: about the golden logs, about runs with an illness, and about a job that got worse."""

import re
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

from check_openapi import check_document, check_seen, served_description
from history_server import HistoryServer, ServerFailure
from log_files import Zstd, joined, with_app

BASE = "/api/dashboard"
ILLNESS = Path(__file__).parent / "illness" / "logs"
REFUSED = {
    f"{BASE}/applications/no-such-app/insights": 404,
    f"{BASE}/compare?a=local-1700000000001": 400,
    f"{BASE}/compare?a=local-1700000000001&b=no-such-app": 404,
    f"{BASE}/compare/plan?a=local-1700000000001&b=local-1700000000001&queryA=0": 400,
    f"{BASE}/compare/plan?a=local-1700000000001&b=local-1700000000001&queryA=x&queryB=0": 400,
    f"{BASE}/compare/plan?a=local-1700000000001&b=local-1700000000001&queryA=0&queryB=999": 404,
    f"{BASE}/jobs/no-such-job": 404,
    f"{BASE}/runs?job=no-such-job": 404,
    f"{BASE}/runs": 400,
    f"{BASE}/fleet?from=yesterday": 400,
    f"{BASE}/fleet?coreHour=-1": 400,
    f"{BASE}/alerts?length=many": 404,
}
FLEET = f"{BASE}/fleet"
# The server takes no path with these, also percent-encoded.
NOT_IN_PATHS = ("\n", "/../")

# A run with queries, in which lines of the program move.
MOVED = "illness-skewed-join-sick"

# A run of a few seconds, of which a job is made.
RUN = "local-1700000000003"
USUAL_RUNS = 4
DAY = 86_400_000
SLOWER = 100_000
# Nobody listens there: alerts wait.
ALERTS = (
    "afterglow.alerts.webhook.url=http://127.0.0.1:1/",
    "afterglow.alerts.on=failure,regression,finding",
    "afterglow.alerts.minimumSeverity=note",
)


def run_name(application):
    attempt = application.get("attemptId")
    return application["id"] + (f"/{attempt}" if attempt else "")


def urls(server):
    """Each application, each beside the next, each job, and the fleet in all groups."""
    listed = server.get(f"{BASE}/applications?length=1000&shape=false")["body"]
    names = sorted(run_name(one) for one in listed["applications"])
    yield from (f"{BASE}/applications/{quote(name)}/insights" for name in names)
    for a, b in pairwise(names):
        compared = f"a={quote(a)}&b={quote(b)}"
        yield f"{BASE}/compare?{compared}"
        for query in server.get(f"{BASE}/compare?{compared}")["body"]["queries"][:3]:
            if "a" in query and "b" in query:
                ids = [query[side]["executionId"] for side in "ab"]
                yield f"{BASE}/compare/plan?{compared}&queryA={ids[0]}&queryB={ids[1]}"
    yield f"{BASE}/jobs"
    for job in server.get(f"{BASE}/jobs?length=1000")["body"]["jobs"]:
        yield f"{BASE}/runs?job={quote(job['job'], safe='')}"
        if not any(part in job["job"] for part in NOT_IN_PATHS):
            yield f"{BASE}/jobs/{quote(job['job'], safe='')}"
    yield from (f"{BASE}/alerts", f"{BASE}/openapi.json")


def word_problem(server, operation, name, words):
    """Every word that is described is understood; any other is refused, or no run has it."""
    url = f"{operation.base}{operation.path}"
    for word in words:
        status = server.get(f"{url}?{name}={word}")["status"]
        if status != 200:
            return f"{word}: status {status}"
    other = server.get(f"{url}?{name}=no-such-word")
    if other["status"] == 200:
        return "takes any word" if other["body"]["total"]["runs"] else ""
    known = re.split(r" downwards:| is one of ", other["body"])[1].split(", not ")[0]
    keys = re.findall(r"\w+", known.replace(" and ", " "))
    found = set(keys) | ({f"-{key}" for key in keys} if "downwards" in other["body"] else set())
    return "" if found == set(words) else f"takes {' '.join(keys)}"


def as_log_of(text, number, shift):
    """The log of RUN as that of another application of the same name, some time later."""
    text = text.replace(RUN, f"local-{number}")
    return re.sub(r"\b179526\d{7}\b", lambda time: str(int(time[0]) + shift), text)


def write_job(folder, log):
    """Usual runs on days before; a slow one and a failed one, which end after alerts begin."""
    text = log.read_text()
    end = int(re.search(r'"SparkListenerApplicationEnd","Timestamp":(\d+)', text)[1])
    last = int(time.time() * 1000) + 60_000 - end
    for day in range(USUAL_RUNS, 0, -1):
        number = 1800000000000 + USUAL_RUNS - day
        (folder / f"local-{number}").write_text(as_log_of(text, number, last - day * DAY))
    number = 1800000000000 + USUAL_RUNS
    for exit_code in (0, 1):
        slow = text.replace(str(end), str(end + SLOWER * (1 - exit_code)))
        slow = slow.replace('"ExitCode":0', f'"ExitCode":{exit_code}')
        name = number + exit_code
        (folder / f"local-{name}").write_text(as_log_of(slow, name, last + exit_code))


def wait_for_alerts(server, seconds=20):
    for _ in range(int(seconds * 20)):
        kinds = {one["kind"] for one in server.get(f"{BASE}/alerts")["body"]["alerts"]}
        if kinds >= {"failure", "regression"}:
            return
        time.sleep(0.05)
    raise ServerFailure(f"no alerts but {kinds}" + server.said())


def answer_checks(description, server, wanted):
    for url in urls(server):
        name = f"openapi: {url}"
        if wanted(name):
            yield name, description.problem(server.get(url))


def job_checks(description, program, log, wanted):
    with tempfile.TemporaryDirectory(prefix="golden-job-") as folder:
        write_job(Path(folder), log)
        with HistoryServer(program, folder, ALERTS) as server:
            server.wait_until_read(USUAL_RUNS + 2)
            wait_for_alerts(server)
            yield from answer_checks(description, server, wanted)


def illness_answer_checks(description, program, wanted):
    with HistoryServer(program, ILLNESS) as server:
        server.wait_until_read(len(list(ILLNESS.iterdir())), 60)
        yield from answer_checks(description, server, wanted)


def moved(line):
    """As the same program writes it after somebody put lines into it: other call sites, and columns
    that Spark numbered otherwise."""
    line = re.sub(rb"(_apps\.py:)(\d+)", lambda at: at[1] + str(int(at[2]) + 14).encode(), line)
    return re.sub(rb"#(\d+)", lambda column: b"#" + str(int(column[1]) + 300).encode(), line)


def moved_problem(compared):
    for what in ("queries", "stages"):
        alone = [one for one in compared[what] if not ("a" in one and "b" in one)]
        if alone or not compared[what]:
            return f"{what} without another: {alone}"
    for query in compared["queries"]:
        names = [query[side].get("description", "") for side in "ab"]
        if query.get("matchedBy") != "plan" or names[0] == names[1]:
            return f"not matched by its plan: {query}"
        if not query["samePlan"] or query.get("planDiff", {}).get("changed", 0):
            return f"another plan: {query}"
    return ""


def moved_checks(description, program, wanted):
    """A run, and one of the same program whose lines have moved."""
    lines = Zstd().plain((ILLNESS / f"{MOVED}.zstd").read_bytes()).split(b"\n")[:-1]
    with tempfile.TemporaryDirectory(prefix="golden-moved-") as folder:
        (Path(folder) / MOVED).write_bytes(joined(lines))
        later = [moved(line) for line in with_app(lines, f"{MOVED}-2")]
        (Path(folder) / f"{MOVED}-2").write_bytes(joined(later))
        with HistoryServer(program, folder) as server:
            server.wait_until_read(2)
            url = f"{BASE}/compare?a={MOVED}&b={MOVED}-2"
            if wanted(f"openapi: {url}"):
                answer = server.get(url)
                wrong = description.problem(answer) or moved_problem(answer["body"])
                yield f"openapi: {url}", wrong


def dashboard_openapi_checks(server, program, logs, wanted):
    description = served_description(server, BASE)
    yield "openapi: document of the dashboard", check_document(description)
    yield from answer_checks(description, server, wanted)
    for url, status in REFUSED.items():
        if wanted(f"openapi: {url}"):
            answer = server.get(url)
            wrong = "" if answer["status"] == status else f"status {answer['status']}"
            yield f"openapi: {url}", wrong or description.problem(answer)
    for operation in description.operations:
        for parameter, words in operation.words():
            name = f"openapi: {parameter} of {BASE}{operation.path}"
            if wanted(name):
                yield name, word_problem(server, operation, parameter, words)
    for by in dict(description.operation(FLEET).words())["groupBy"]:
        url = f"{FLEET}?groupBy={by}&limit=1&coreHour=0.1&currency=EUR"
        if wanted(f"openapi: {url}"):
            yield f"openapi: {url}", description.problem(server.get(url))
    yield from job_checks(description, program, logs / RUN, wanted)
    yield from illness_answer_checks(description, program, wanted)
    yield from moved_checks(description, program, wanted)
    if wanted(""):
        yield "openapi: all routes of the dashboard", check_seen(description)
