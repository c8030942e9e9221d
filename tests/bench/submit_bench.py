#!/usr/bin/env python3
"""Measures afterglow-submit beside Spark's spark-submit, in turns: each round runs every kind once.

Time is until the program has ended, or until the first job's result was printed; processor times
are those of the program and everything that it started.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from history_bench import wait_for_quiet
from report import HEADER, Goal, Row, at_most, machine, publish, table_line
from scenarios import Measure, median
from servers import ROOT, find_spark_home

JOB = """import sys
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
print("rows", spark.range(10).count(), flush=True)
spark.stop()
"""
MAIN = """object Main {
  def main(arguments: Array[String]): Unit = {
    val spark = new org.apache.spark.SparkContext(new org.apache.spark.SparkConf)
    println("rows " + spark.parallelize(1 to 10, 2).filter(_ % 2 == 0).count())
    spark.stop()
  }
}
object Query {
  def main(arguments: Array[String]): Unit = {
    val spark = org.apache.spark.sql.SparkSession.builder.getOrCreate()
    println("rows " + spark.range(10).count())
    spark.stop()
  }
}
"""
LOCAL = ["--master", "local[1]", "--conf", "spark.ui.enabled=false"]


class Stopwatch:
    """Runs programs with a cache of class archives of its own."""

    def __init__(self, folder, spark_home):
        self.folder = folder
        self.environment = {**os.environ, "SPARK_HOME": str(spark_home),
                            "SPARK_LOCAL_IP": "127.0.0.1", "XDG_CACHE_HOME": str(folder / "cache")}

    def run(self, command, mark=None, archive="false"):
        """`mark`: what the line begins with at which the clock stops."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.monotonic()
        program = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE if mark is None
                                   else subprocess.DEVNULL,
                                   env={**self.environment, "AFTERGLOW_CLASS_ARCHIVE": archive})
        seen = None
        for line in program.stdout:
            if mark and seen is None and line.startswith(mark):
                seen = time.monotonic() - begin
        program.communicate()
        whole = time.monotonic() - begin
        if program.returncode != 0 or (mark and seen is None):
            sys.exit(f"failed: {' '.join(map(str, command))}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
        return Measure(time=seen or whole, cpu=cpu)


def build_archive(watch, command):
    """By a first run, as for everybody; waits until it is there."""
    watch.run(command, "rows", archive="true")
    archives = watch.folder / "cache/afterglow/class-archives"
    for _ in range(900):
        if list(archives.glob("*/resources")):
            return
        time.sleep(1)
    sys.exit("no archive of classes was built")


def compile_main(folder, spark_home):
    """A jar with two applications: an RDD's job, and a query. The Scala compiler is among Spark's jars."""
    (folder / "Main.scala").write_text(MAIN)
    subprocess.run(["java", "-cp", f"{spark_home}/jars/*", "scala.tools.nsc.Main", "-usejavacp",
                    "-d", folder / "main.jar", folder / "Main.scala"], check=True)
    return str(folder / "main.jar")


def ratio_of_time(limit):
    return Goal(f"{limit} of Spark's time",
                lambda spark, ours: None if spark is None else ours.time <= limit * spark.time)


def rows(watch, spark, ours, repetitions):
    jar = compile_main(watch.folder, spark.parent.parent)
    rdd = [*LOCAL, "--class", "Main", jar]
    query = [*LOCAL, "--class", "Query", jar]
    (watch.folder / "job.py").write_text(JOB)
    kinds = [
        ("`--version`", ["--version"], None, "false", [at_most("time", 0.01)]),
        ("trivial JVM application on `local[1]`, to its first job", rdd, "rows", "false",
         [ratio_of_time(0.9)]),
        ("the same with the archive of classes", rdd, "rows", "true", [ratio_of_time(0.55)]),
        ("one with a query, with the archive", query, "rows", "true", [ratio_of_time(0.55)]),
        ("Python application on `local[1]`, with the archive", [*LOCAL, "job.py"], "rows", "true",
         [ratio_of_time(0.9)]),
    ]
    build_archive(watch, [ours, *rdd])
    measured = {what: ([], []) for what, *_ in kinds}
    for _ in range(repetitions):
        for what, arguments, mark, archive, _goals in kinds:
            measured[what][0].append(watch.run([spark, *arguments], mark))
            measured[what][1].append(watch.run([ours, *arguments], mark, archive))
    for what, _arguments, _mark, _archive, goals in kinds:
        theirs, mine = measured[what]
        yield Row(what, median(theirs), median(mine), goals)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, default=ROOT / "build/bin/afterglow-submit")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--publish", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    home = Path(find_spark_home())
    folder = Path(tempfile.mkdtemp(prefix="afterglow-submit-bench-"))
    try:
        quiet = wait_for_quiet()
        watch = Stopwatch(folder, home)
        lines = list(HEADER)
        for row in rows(watch, home / "bin/spark-submit", options.program, options.repetitions):
            lines.append(table_line(row))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(lines))
    about = f"`./afterglow bench submit`, {options.repetitions} rounds, on {machine(home)}."
    if not quiet:
        about += " The machine was busy with something else meanwhile."
    print(f"\n{about}")
    if options.publish:
        publish(f"{about}\n\n" + "\n".join(lines), "submit_bench")


if __name__ == "__main__":
    main()
