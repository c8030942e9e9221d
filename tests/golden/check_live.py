#!/usr/bin/env python3
"""Starts Spark's own history server and afterglow-history on the same logs, asks both everything
that crawl.py asks, and compares.

usage: check_live.py [FOLDER-OF-THE-PROGRAM] [--logs FOLDER --applications N] [--server URL]

The logs are those of tests/golden unless others are named. With --server, an afterglow-history that
already runs on them is asked. Prints each difference and, at the end, "N passed, N failed".
SPARK_HOME (else the Spark of the project's .venv) must be 4.3.0."""

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from compare import Comparison
from crawl import Crawler
from history_server import Client, HistoryServer, ServerFailure, program_in
from make_golden import LISTED_APPLICATIONS, LOGS
from spark_installs import find_server_spark
from spark_runs import SparkHistoryServer, free_port
from tally import Tally, running

HERE = Path(__file__).parent


def real_answers(logs, applications):
    with (
        tempfile.TemporaryDirectory(prefix="golden-") as work,
        SparkHistoryServer(find_server_spark(), logs, free_port(), Path(work)) as spark,
    ):
        spark.wait_for(applications)
        return [one for file in Crawler(spark.base).crawl().values() for one in file]


def compare_all(server, answers, tally):
    applications = next(one["body"] for one in answers if one["url"] == "/api/v1/applications")
    server.wait_until_read(sum(len(application["attempts"]) for application in applications))
    comparison = Comparison(running(applications))
    for expected in answers:
        tally.add(expected["url"], comparison.difference(expected, server.get(expected["url"])))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", default=HERE.parents[1] / "build/bin")
    parser.add_argument("--logs", type=Path, default=LOGS, metavar="FOLDER")
    parser.add_argument(
        "--applications",
        type=int,
        default=LISTED_APPLICATIONS,
        metavar="N",
        help="how many are to be listed",
    )
    parser.add_argument("--server", metavar="URL", help="ask this one, and start none")
    options = parser.parse_args()
    answers = real_answers(options.logs, options.applications)
    tally = Tally("")
    try:
        with (
            contextlib.nullcontext(Client(urlsplit(options.server).netloc))
            if options.server
            else HistoryServer(program_in(options.folder), options.logs)
        ) as server:
            compare_all(server, answers, tally)
    except ServerFailure as failure:
        tally.add("server", str(failure))
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
