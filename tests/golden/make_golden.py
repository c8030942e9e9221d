#!/usr/bin/env python3
"""Makes tests/golden/logs and tests/golden/answers anew, with real Spark.

usage: make_golden.py [--answers-only] [--port PORT]

Runs the programs of apps/ (SPARK_HOME, else the Spark of the project's .venv), cleans their event
logs of everything that tells of this machine, derives some more, starts Spark's own history server
on them and records what it answers. Both folders are committed; check_golden.py needs no Spark.
SPARK_HOME must be one of Spark 4.3. Needs libzstd."""

import argparse
import gzip
import json
import shutil
import sys
import tempfile
from pathlib import Path

from crawl import Crawler
from derived_logs import APP_IDS, LISTED_APPLICATIONS, write_all
from log_files import clean, read_lines
from spark_runs import APPS, SparkHistoryServer, find_spark_home, run_app

HERE = Path(__file__).parent
LOGS = HERE / "logs"
ANSWERS = HERE / "answers"


def make_logs(spark_home, work):
    replacements = {
        str(work): "/tmp/golden",
        str(APPS.resolve()): "/opt/apps",
        str(spark_home): "/opt/spark",
        sys.prefix: "/opt/python",
        sys.base_prefix: "/opt/python",
    }
    apps = {
        name: clean(read_lines(run_app(spark_home, name, work)), app_id, replacements)
        for name, app_id in APP_IDS.items()
    }
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir()
    facts = write_all(apps, LOGS)
    (HERE / "facts.json").write_text(json.dumps(facts, indent=1) + "\n")


def write_answers(spark_home, work, port):
    shutil.rmtree(ANSWERS, ignore_errors=True)
    ANSWERS.mkdir()
    with SparkHistoryServer(spark_home, LOGS, port, work) as server:
        server.wait_for(LISTED_APPLICATIONS)
        for name, records in Crawler(server.base).crawl().items():
            text = "".join(
                json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
                for record in records
            ).replace(str(LOGS.resolve()), "/logs")
            with gzip.GzipFile(ANSWERS / f"{name}.jsonl.gz", "wb", mtime=0) as packed:
                packed.write(text.encode())
            print(f"{name}: {len(records)} answers")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--answers-only", action="store_true", help="keep the logs as they are")
    parser.add_argument("--port", type=int, default=18979, help="for Spark's history server")
    options = parser.parse_args()
    spark_home = find_spark_home()
    with tempfile.TemporaryDirectory(prefix="golden-") as folder:
        if not options.answers_only:
            make_logs(spark_home, Path(folder))
        write_answers(spark_home, Path(folder), options.port)


if __name__ == "__main__":
    main()
