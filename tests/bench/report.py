"""The table: rows with their goals, as Markdown, and its place in docs/benchmarks.md."""

import os
import platform
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scenarios import Measure
from servers import ROOT

PAGE = ROOT / "docs/benchmarks.md"
MB = 1_000_000


@dataclass
class Goal:
    text: str
    met: callable  # (Spark's measure or None, ours) -> yes, no, or None: cannot be told


def times_less(name, factor):
    """At most the `factor`th part of Spark's."""

    def met(spark, ours):
        if spark is None:
            return None
        return getattr(spark, name) >= factor * getattr(ours, name)

    return Goal(f"1/{factor} of Spark's {name if name != 'cpu' else 'CPU'}", met)


def at_most(name, limit):
    text = seconds(limit) if name in ("time", "cpu") else size(limit)
    return Goal(
        text if name != "disk" else f"{text} on disk", lambda _, ours: getattr(ours, name) <= limit
    )


def rate_times(factor):
    """Requests a second: `factor` times as many as Spark's server answers."""

    def met(spark, ours):
        return spark and ours.rate >= factor * spark.rate

    return Goal(f"{factor} times Spark's", met)


@dataclass
class Row:
    what: str
    spark: Measure  # or None: not run
    ours: Measure
    goals: list

    def verdicts(self):
        return [(goal.text, goal.met(self.spark, self.ours)) for goal in self.goals]


def seconds(number):
    if number is None:
        return ""
    if number >= 10:
        return f"{number:.0f} s"
    if number >= 0.1:
        return f"{number:.2f} s"
    return f"{number * 1000:.0f} ms" if number >= 0.01 else f"{number * 1000:.2g} ms"


def time_or_rate(measure):
    return f"{measure.rate:,.0f}/s" if measure.rate else seconds(measure.time)


def size(number):
    if not number:
        return ""
    return f"{number / 1000 / MB:.1f} GB" if number >= 1000 * MB else f"{number / MB:.0f} MB"


def times(spark, ours):
    if not spark or not ours:
        return ""
    quotient = spark / ours
    return f"{quotient:.0f} x" if quotient >= 10 else f"{quotient:.1f} x"


HEADER = [
    "| what | Spark: time | CPU | memory | Afterglow: time | CPU | memory | disk "
    "| time less | CPU less | goals |",
    "|---|---|---|---|---|---|---|---|---|---|---|",
]


def table_line(row):
    spark, ours = row.spark or Measure(), row.ours
    words = {True: "yes", False: "**no**", None: "not told"}
    goals = "; ".join(f"{text}: {words[met]}" for text, met in row.verdicts())
    cells = [row.what, time_or_rate(spark), seconds(spark.cpu), size(spark.memory)]
    cells += [time_or_rate(ours), seconds(ours.cpu), size(ours.memory), size(ours.disk)]
    less = times(ours.rate, spark.rate) if ours.rate else times(spark.time, ours.time)
    cells += [less, times(spark.cpu, ours.cpu), goals]
    return "| " + " | ".join(cells) + " |"


def machine(spark_home):
    """What was measured on what."""
    model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text()).group(1))
    system = re.search(r'PRETTY_NAME="(.*)"', Path("/etc/os-release").read_text())
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr
    parts = [
        f"{os.cpu_count()} cores ({model.group(1) if model else platform.machine()})",
        f"{memory / 1024 / 1024:.0f} GiB",
        system.group(1) if system else platform.system(),
        f"Linux {'.'.join(platform.release().split('.')[:2])}",
    ]
    if found := re.search(r'version "(.*?)"', java):
        parts.append(f"Java {found.group(1)}")
    for jar in spark_home.glob("jars/spark-core_*.jar"):
        parts.append(f"Spark {jar.stem.rsplit('-', 1)[1]}")
    return ", ".join(parts)


def publish(text, mark="history_bench"):
    """Puts it between the markers of that name in docs/benchmarks.md."""
    begin, end = f"<!-- {mark} begin -->", f"<!-- {mark} end -->"
    page = PAGE.read_text()
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.S)
    block = f"{begin}\n{text}\n{end}"
    if not pattern.search(page):
        raise SystemExit(f"{PAGE} has no markers {begin} and {end}")
    PAGE.write_text(pattern.sub(lambda _: block, page))
