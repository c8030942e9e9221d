"""Runs Spark: the applications of apps/, Spark's writer of logs, and Spark's own
history server."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from rows import EXIT_STATUS

APPS = Path(__file__).parent / "apps"
WRITER = Path(__file__).parent / "write_log.py"
HOSTS = ("127.0.0.2", "127.0.0.3")


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


def run_app(spark_home, row, work):
    """Runs the program of a row; answers the path of its (plain, single) event log."""
    events = work / "events" / row.app_id
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
    } | row.conf
    with Cluster(spark_home, work, row.master) as master:
        command = [str(spark_home / "bin/spark-submit"), "--master", master]
        command += ["--driver-memory", "1g"]
        for key, value in conf.items():
            command += ["--conf", f"{key}={value}"]
        command += [str(APPS / f"{row.program}.py"), str(work / "files" / row.app_id)]
        done = run(command, spark_home, work)
    print(f"{row.app_id} {row.program}: {done.stdout[-200:]!r}", flush=True)
    logs = [path for path in events.iterdir() if not path.name.startswith(".")]
    if len(logs) != 1 or done.returncode != EXIT_STATUS.get(row.program, 0):
        print(f"exit status {done.returncode}")
        sys.exit(f"{row.program} wrote {len(logs)} logs:\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    return logs[0]


def write_log(spark_home, row, lines, ended, work):
    """Has Spark write the lines as the row says; answers the path of the log."""
    folder = work / "written" / row.app_id
    folder.mkdir(parents=True)
    source = work / f"{row.app_id}.lines"
    source.write_bytes(b"".join(line + b"\n" for line in lines))
    end = "ended" if ended else "killed"
    command = [str(spark_home / "bin/spark-submit"), str(WRITER), str(source), str(folder)]
    done = run(command + [row.app_id, row.codec, row.layout, end], spark_home, work)
    for checksum in folder.rglob(".*.crc"):
        checksum.unlink()
    logs = list(folder.iterdir())
    if len(logs) != 1 or (ended and done.returncode):
        sys.exit(f"{row.app_id} was not written:\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    return logs[0]


def run(command, spark_home, work, seconds=300):
    return subprocess.run(
        command,
        env=clean_environment(spark_home, work),
        cwd=work,
        text=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
    )


class Cluster:
    """What a row calls "two hosts", for as long as the with block lasts: a standalone master and
    a worker on each of two addresses. Spark speculates only on another host. Any other master is
    a matter of the program alone."""

    def __init__(self, spark_home, work, master):
        self.spark_home, self.work, self.master = spark_home, work, master
        self.processes = []

    def start(self, name, *options):
        environment = clean_environment(self.spark_home, self.work)
        environment["SPARK_WORKER_DIR"] = str(self.work / "worker")
        command = [str(self.spark_home / "bin/spark-class"), f"org.apache.spark.deploy.{name}"]
        with open(self.work / "cluster.out", "a") as output:
            self.processes.append(
                subprocess.Popen(
                    command + list(options),
                    env=environment,
                    cwd=self.work,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                )
            )

    def __enter__(self):
        if self.master != "two hosts":
            return self.master
        port = free_port()
        url = f"spark://127.0.0.1:{port}"
        self.start("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        for host in HOSTS:
            self.start(
                *("worker.Worker", "--host", host, "--webui-port", "0"),
                *("--cores", "2", "--memory", "1g", url),
            )
        return url

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
