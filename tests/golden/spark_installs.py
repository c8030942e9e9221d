"""Where each version of Spark is: the project's own, or one from PyPI."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from rows import SERVER_VERSION


def find_spark_home():
    home = os.environ.get("SPARK_HOME")
    if home:
        return Path(home)
    found = home_in(Path(__file__).parents[2] / ".venv")
    if not found:
        sys.exit("no Spark: set SPARK_HOME")
    return found


def find_server_spark():
    """The Spark whose history server is asked."""
    home = find_spark_home()
    if version_of(home) != SERVER_VERSION:
        sys.exit(f"{home} is Spark {version_of(home)}; set SPARK_HOME to a Spark {SERVER_VERSION}")
    return home


def home_in(environment):
    return next(iter(sorted(environment.glob("lib/python3*/site-packages/pyspark"))), None)


def version_of(spark_home):
    core = next(iter((spark_home / "jars").glob("spark-core_*.jar")), None)
    return re.fullmatch(r"spark-core_[\d.]+-(.+)\.jar", core.name).group(1) if core else ""


class SparkInstall:
    """One version of Spark, for as long as the with block lasts: 450 MB that are downloaded, unless
    it is the one at hand, and deleted again, unless they were there before."""

    def __init__(self, version, folder):
        self.version = version
        self.environment = folder / f"spark-{version}"
        self.temporary = False

    def __enter__(self):
        at_hand = find_spark_home()
        if version_of(at_hand) == self.version:
            return at_hand
        if not home_in(self.environment):
            self.temporary = True
            print(f"installing Spark {self.version}", flush=True)
            subprocess.run([sys.executable, "-m", "venv", self.environment], check=True)
            pip = [self.environment / "bin/pip", "install", "-q", "--no-cache-dir"]
            subprocess.run(pip + ["--use-pep517", f"pyspark=={self.version}"], check=True)
        return home_in(self.environment)

    def __exit__(self, *_):
        if self.temporary:
            shutil.rmtree(self.environment)
