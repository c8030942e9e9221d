#!/usr/bin/env python3
"""Runs Spark's history server and ours side by side, on logs that make_log makes.

Every row is measured with freshly started servers, whose logs are in the page cache. Ours runs
several times, and the median counts; so does Spark's where that does not take too long. Spark's
server keeps all tasks, stages and jobs, as ours does."""

import argparse
import shutil
import signal
import sys
import time
from pathlib import Path

from logs import LogMaker
from report import HEADER, machine, publish, table_line
from rows import ROWS, Bench
from servers import ROOT, Afterglow, ServerFailure, Spark, find_spark_home


def roughly(seconds):
    return f"{seconds} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    build = ROOT / "build"
    add = parser.add_argument
    known = ", ".join(f"{name} ({roughly(entry.seconds)})" for name, entry in ROWS.items())
    add("rows", nargs="*", metavar="ROW", help=f"one of (and how long it takes, about): {known}")
    add("--full", action="store_true", help="the rows that take long, too")
    add("--ours-only", action="store_true", help="without Spark's server")
    add("--spark-once", action="store_true", help="Spark's server once a row at most")
    add("--repetitions", type=int, default=3, help="of ours (default: 3)")
    add("--spark-memory", default="8g", help="heap of Spark's server (default: 8g)")
    add("--program", type=Path, default=build / "bin/afterglow-history", help="our server")
    add("--make-log", type=Path, default=build / "release/tests/make_log", help="the generator")
    add("--folder", type=Path, default=build / "bench", help="of the logs and stores")
    add("--keep", action="store_true", help="leave the logs there")
    add("--publish", action="store_true", help="write the table into docs/benchmarks.md")
    options = parser.parse_args()
    unknown = [name for name in options.rows if name not in ROWS]
    if unknown:
        parser.error(f"no such row: {' '.join(unknown)}; there are {' '.join(ROWS)}")
    return options


def wait_for_quiet(seconds=15):
    """Others must not work meanwhile; says so when they do."""
    for _ in range(seconds):
        with open("/proc/stat") as stat:
            before = list(map(int, stat.readline().split()[1:]))
        time.sleep(1)
        with open("/proc/stat") as stat:
            after = list(map(int, stat.readline().split()[1:]))
        passed = [now - then for now, then in zip(after, before)]
        if sum(passed) - passed[3] - passed[4] <= 0.1 * sum(passed):
            return True
    print("warning: something else keeps this machine busy", file=sys.stderr)
    return False


def run(bench, names):
    """Prints each row when it is there. Answers the lines, whether the machine was quiet, and the
    names of what failed."""
    lines, quiet, failed = list(HEADER), True, []
    whole = sum(ROWS[name].seconds for name in names)
    print(f"all rows: about {roughly(whole)}, less without Spark's server", file=sys.stderr)
    print("\n".join(HEADER), flush=True)
    for name in names:
        print(f"{name}: about {roughly(ROWS[name].seconds)}", file=sys.stderr, flush=True)
        quiet = wait_for_quiet() and quiet
        try:
            for row in ROWS[name].run(bench):
                lines.append(table_line(row))
                print(lines[-1], flush=True)
        except ServerFailure as failure:
            print(f"{name} failed: {failure}", file=sys.stderr)
            failed.append(name)
    return lines, quiet, failed


def command_line(options):
    words = ["./afterglow bench", *options.rows]
    switches = ("full", "ours-only", "spark-once")
    words += [f"--{name}" for name in switches if getattr(options, name.replace("-", "_"))]
    return " ".join(words)


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    names = options.rows or [name for name, one in ROWS.items() if options.full or not one.long]
    home = find_spark_home()
    maker = LogMaker(options.make_log, home, options.folder.resolve())
    spark = None if options.ours_only else Spark(home, options.spark_memory)
    begin = time.monotonic()
    try:
        lines, quiet, failed = run(Bench(spark, Afterglow(options.program), maker, options), names)
    finally:
        if not options.keep:
            maker.forget_all()
        shutil.rmtree(options.folder / "work", ignore_errors=True)
    minutes = (time.monotonic() - begin) / 60
    about = f"`{command_line(options)}` took {minutes:.0f} minutes on {machine(home)}."
    if not quiet:
        about += " The machine was busy with something else meanwhile."
    print(f"\n{about}")
    if failed:
        sys.exit(f"failed: {' '.join(failed)}")
    if options.publish:
        publish(f"{about}\n\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
