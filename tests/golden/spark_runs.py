"""Runs Spark: the applications of apps/, and Spark's own history server."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

APPS = Path(__file__).parent / "apps"
MASTERS = {
    "etl": "local[2]",
    "failures": "local[2,3]",
    "groups": "local[3]",
    "killed": "local[2]",
    "loss": "local-cluster[2,1,1024]",
}
EXTRA = {
    "etl": {"spark.eventLog.longForm.enabled": "true"},
    "loss": {
        "spark.eventLog.logBlockUpdates.enabled": "true",
        "spark.eventLog.logStageExecutorMetrics": "true",
        "spark.excludeOnFailure.enabled": "true",
    },
}


def find_spark_home():
    home = os.environ.get("SPARK_HOME")
    if home:
        return Path(home)
    found = sorted(Path(__file__).parents[2].glob(".venv/lib/python3*/site-packages/pyspark"))
    if not found:
        sys.exit("no Spark: set SPARK_HOME")
    return found[0]


def clean_environment(spark_home, work):
    """A user and a host that are nobody's."""
    names = {
        "HOME": str(work),
        "USER": "golden",
        "SPARK_USER": "golden",
        "HADOOP_USER_NAME": "golden",
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "SPARK_HOME": str(spark_home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_HOSTNAME": "localhost",
        "PYSPARK_PYTHON": sys.executable,
        "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "SPARK_SUBMIT_OPTS": f"-Duser.name=golden -Duser.home={work} -Djava.io.tmpdir={work}",
    }
    if "JAVA_HOME" in os.environ:
        names["JAVA_HOME"] = os.environ["JAVA_HOME"]
    return names


def run_app(spark_home, name, work):
    """Runs apps/<name>.py; answers the path of its (plain, single) event log."""
    events = work / "events" / name
    shutil.rmtree(events, ignore_errors=True)
    events.mkdir(parents=True)
    conf = {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": f"file://{events}",
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": "false",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(work / "local"),
    } | EXTRA.get(name, {})
    command = [
        str(spark_home / "bin/spark-submit"),
        "--master",
        MASTERS[name],
        "--driver-memory",
        "1g",
    ]
    for key, value in conf.items():
        command += ["--conf", f"{key}={value}"]
    command += [str(APPS / f"{name}.py"), str(work / "files")]
    done = subprocess.run(
        command,
        env=clean_environment(spark_home, work),
        cwd=work,
        text=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
    )
    print(f"{name}: exit status {done.returncode}; {done.stdout.strip()[-200:]!r}")
    logs = [path for path in events.iterdir() if not path.name.startswith(".")]
    if len(logs) != 1:
        sys.exit(f"{name} wrote {len(logs)} logs:\n{done.stdout[-1500:]}")
    return logs[0]


class SparkHistoryServer:
    """Spark's history server on a folder of logs, for as long as the with block lasts."""

    def __init__(self, spark_home, logs, port, work):
        self.base = f"http://127.0.0.1:{port}"
        options = {
            "spark.history.fs.logDirectory": f"file://{logs}",
            "spark.history.ui.port": str(port),
            "spark.history.fs.update.interval": "5s",
            "spark.history.fs.cleaner.enabled": "false",
        }
        environment = clean_environment(spark_home, work)
        environment["SPARK_HISTORY_OPTS"] = " ".join(f"-D{k}={v}" for k, v in options.items())
        environment["SPARK_DAEMON_MEMORY"] = "1g"
        self.output = open(work / "history-server.out", "w")
        self.process = subprocess.Popen(
            [str(spark_home / "bin/spark-class"), "org.apache.spark.deploy.history.HistoryServer"],
            env=environment,
            cwd=work,
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=self.output,
        )

    def wait_for(self, applications):
        for _ in range(240):
            time.sleep(0.5)
            try:
                with urllib.request.urlopen(self.base + "/api/v1/applications") as answer:
                    if len(re.findall(rb'"attempts"', answer.read())) >= applications:
                        return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
        sys.exit(f"Spark's history server does not answer; see {self.output.name}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.output.close()
