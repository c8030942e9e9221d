#!/usr/bin/env python3
"""Makes tests/golden/logs and tests/golden/answers anew, with real Spark.

usage: make_golden.py [--missing | --answers-only] [--only TEXT] [--sparks FOLDER] [--port PORT]

Runs the programs of apps/ as rows.py says, each with its version of Spark, cleans their event logs
of everything that tells of this machine, has Spark's own writer write them again, derives some
more, starts Spark's own history server on them and records what it answers. Both folders are
committed; check_golden.py needs no Spark. SPARK_HOME (else the Spark of the project's .venv) must
be 4.3.0; other versions are installed from PyPI, one after the other. Needs libzstd, and for the
program "connect" what the extra of that name of pyspark needs, in the Python that runs this."""

import argparse
import gzip
import itertools
import json
import shutil
import sys
import tempfile
from pathlib import Path

import derived_logs
from crawl import Crawler
from log_files import clean, is_event, read_lines
from rows import ROWS, SOURCES, log_name
from spark_installs import SparkInstall, find_server_spark
from spark_runs import APPS, SparkHistoryServer, run_app, write_log

HERE = Path(__file__).parent
LOGS = HERE / "logs"
ANSWERS = HERE / "answers"
LISTED_APPLICATIONS = derived_logs.LISTED + len(ROWS)


def clean_log(spark_home, row, work):
    """The lines of the log that a row's program wrote."""
    replacements = {
        str(work): "/tmp/golden",
        str(APPS.resolve()): "/opt/apps",
        str(spark_home): "/opt/spark",
        sys.prefix: "/opt/python",
        sys.base_prefix: "/opt/python",
    }
    return clean(read_lines(run_app(spark_home, row, work)), row.app_id, replacements)


def remove(path):
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def stored(row):
    """The log of a row in logs/, whether it says that its application has ended or not."""
    return list(LOGS.glob(f"*{row.app_id}*"))


def make_row(spark_home, row, work):
    lines = clean_log(spark_home, row, work)
    ended = any(is_event(line, "SparkListenerApplicationEnd") for line in lines)
    written = write_log(spark_home, row, lines, ended, work)
    name = written.name.removesuffix(".inprogress")
    if name != log_name(row):
        sys.exit(f"Spark {row.spark} calls the log {name}, not {log_name(row)}")
    for path in stored(row):
        remove(path)
    shutil.move(written, LOGS / written.name)


def make_rows(rows, work, sparks):
    for version, same in itertools.groupby(rows, key=lambda row: row.spark):
        with SparkInstall(version, sparks or work) as spark_home:
            for row in same:
                make_row(spark_home, row, work)


def make_derived(work):
    spark_home = find_server_spark()
    for path in LOGS.iterdir():
        if not any(path in stored(row) for row in ROWS):
            remove(path)
    apps = {row.program: clean_log(spark_home, row, work) for row in SOURCES}
    facts = derived_logs.write_all(apps, LOGS)
    (HERE / "facts.json").write_text(json.dumps(facts, indent=1) + "\n")


def write_answers(work, port, wanted):
    """`wanted`: which files to write, by their names."""
    ANSWERS.mkdir(exist_ok=True)
    with SparkHistoryServer(find_server_spark(), LOGS, port, work) as server:
        server.wait_for(LISTED_APPLICATIONS)
        for name, records in Crawler(server.base).crawl(wanted).items():
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
    parser.add_argument(
        "--missing", action="store_true", help="make the rows that have no log, and their answers"
    )
    parser.add_argument(
        "--only", metavar="TEXT", help="of rows, make those whose id or program has TEXT in it"
    )
    parser.add_argument(
        "--sparks", type=Path, metavar="FOLDER", help="keep the versions of Spark in FOLDER"
    )
    parser.add_argument("--port", type=int, default=18979, help="for Spark's history server")
    options = parser.parse_args()
    find_server_spark()
    some = options.missing or options.only
    rows = [
        row
        for row in ROWS
        if not (options.missing and stored(row))
        and (options.only or "") in f"{row.app_id} {row.program}"
    ]
    made = {row.app_id for row in rows} | {"listings"}
    LOGS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="golden-") as folder:
        if not options.answers_only:
            make_rows(rows, Path(folder), options.sparks)
            if not some:
                make_derived(Path(folder))
        if not some:
            shutil.rmtree(ANSWERS, ignore_errors=True)
        write_answers(Path(folder), options.port, lambda name: not some or name in made)


if __name__ == "__main__":
    main()
