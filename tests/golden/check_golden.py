#!/usr/bin/env python3
"""Asks afterglow-history everything that was asked of Spark's own server (answers/), on the same
logs (logs/), and compares; every answer must also be what the server's own description (OpenAPI) says.
Then the answers that are our own, logs that grow as they are read, and servers that are killed while they
read; and the findings of runs that were made to have an illness (illness/).

usage: .venv/bin/python3 tests/golden/check_golden.py [FOLDER-OF-THE-PROGRAM] [--only TEXT]

Prints each difference and, at the end, "N passed, N failed". make_golden.py makes logs and
answers."""

import argparse
import gzip
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "illness"))

from check_crash import crash_checks
from check_dashboard_openapi import dashboard_openapi_checks
from check_growth import growth_checks
from check_illness import illness_checks, property_checks
from check_mcp import mcp_checks
from check_openapi import openapi_checks, served_description
from check_own import own_checks
from compare import Comparison
from history_server import HistoryServer, ServerFailure, program_in
from tally import Tally, running

HERE = Path(__file__).parent
LOGS = HERE / "logs"


def recorded_answers():
    answers = []
    for path in sorted((HERE / "answers").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            answers += [json.loads(line) for line in lines]
    return answers


def recorded_applications(answers):
    return next((one["body"] for one in answers if one["url"] == "/api/v1/applications"), [])


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", nargs="?", default=HERE.parents[1] / "build/bin", help="default: build/bin"
    )
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="only cases whose name contains TEXT"
    )
    options = parser.parse_args()
    program = program_in(options.folder)
    tally = Tally(options.only)
    answers = recorded_answers()
    applications = recorded_applications(answers)
    comparison = Comparison(running(applications))
    try:
        with HistoryServer(program, LOGS) as server:
            server.wait_until_read(
                sum(len(application["attempts"]) for application in applications)
            )
            description = served_description(server)
            for expected in answers:
                url = expected["url"]
                if tally.wants(url):
                    answer = server.get(url)
                    difference = comparison.difference(expected, answer)
                    tally.add(url, difference or description.problem(answer))
            for name, problem in openapi_checks(server, description, tally.wants):
                tally.add(name, problem)
            for name, problem in dashboard_openapi_checks(server, program, LOGS, tally.wants):
                tally.add(name, problem)
            for name, problem in own_checks(server, tally.wants):
                tally.add(name, problem)
            for name, problem in mcp_checks(server, tally.wants):
                tally.add(name, problem)
            for name, problem in property_checks(server, tally.wants):
                tally.add(name, problem)
        for name, problem in illness_checks(program, tally.wants):
            tally.add(name, problem)
        for name, problem in growth_checks(program, LOGS, answers, comparison, tally.wants):
            tally.add(name, problem)
        for name, problem in crash_checks(program, LOGS, tally.wants):
            tally.add(name, problem)
    except ServerFailure as failure:
        tally.add("server", str(failure))
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
