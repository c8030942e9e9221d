#!/usr/bin/env python3
"""Measures afterglow-submit beside Spark's spark-submit with a standalone cluster, in turns.

Where drivers are submitted, the master has no workers, so that they wait and the machine is free for
the clients. Times are those of whole processes, or until the first job's result was printed; CPU is
that of a process and its children, memory what time(1) tells, where it is installed: what Python
starts looks as large as Python itself.
"""

import argparse
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from history_bench import wait_for_quiet
from report import HEADER, Row, at_most, machine, publish, table_line, times_less
from scenarios import Measure, median
from servers import ROOT, find_spark_home
from submit_bench import Stopwatch, build_archive, compile_main, ratio_of_time

HOST = "127.0.0.1"
TIME = shutil.which("time")
MB = 1_000_000


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind((HOST, 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Cluster:
    """A master, with a worker or none."""

    def __init__(self, home, folder, worker=False):
        self.home, self.folder, self.processes = home, folder, []
        self.rpc, self.rest, self.ui = free_ports(3)
        options = f"-Dspark.master.rest.enabled=true -Dspark.master.rest.port={self.rest}"
        self.start("master.Master", ["--port", self.rpc, "--webui-port", self.ui], options)
        self.wait_for(f"http://{HOST}:{self.rest}/v1/submissions/readyz", b"")
        if worker:
            words = ["--webui-port", 0, "--cores", 2, "--memory", "2g", "--work-dir", folder / "work"]
            self.start("worker.Worker", [*words, f"spark://{HOST}:{self.rpc}"])
            self.wait_for(f"http://{HOST}:{self.ui}/json/", b'"aliveworkers" : 1')

    def start(self, name, words, options=""):
        environment = dict(os.environ, SPARK_HOME=str(self.home), SPARK_LOCAL_IP=HOST,
                           SPARK_MASTER_OPTS=options)
        command = [self.home / "bin/spark-class", f"org.apache.spark.deploy.{name}", "--host", HOST]
        with open(self.folder / f"{name}.log", "w", encoding="utf-8") as log:
            self.processes.append(subprocess.Popen([*command, *map(str, words)], env=environment,
                                                   stdout=log, stderr=subprocess.STDOUT))

    def wait_for(self, url, text):
        for _ in range(600):
            try:
                if text in urllib.request.urlopen(url, timeout=1).read():
                    return
            except OSError:
                pass
            time.sleep(0.1)
        self.stop()
        sys.exit(f"{url} does not answer as it should")

    def stop(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            process.wait()

    @property
    def options(self):
        """For both programs: Spark's wants the REST port in the URL."""
        keys = (f"spark.master.rest.port={self.rest}", "spark.master.rest.enabled=true")
        conf = [word for key in keys for word in ("--conf", key)]
        return ["--master", f"spark://{HOST}:{self.rest}", *conf]


def run(command, environment):
    """One process to its end, its children included."""
    command = list(map(str, command))
    with tempfile.NamedTemporaryFile("r") as memory:
        if TIME:
            command = [TIME, "-f", "%M", "-o", memory.name, *command]
        begin = time.monotonic()
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.monotonic() - begin
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{' '.join(command)} failed:\n{said.decode()}")
        largest = int(memory.read() or 0) * 1024
        return Measure(time=taken, cpu=usage.ru_utime + usage.ru_stime, memory=largest or None)


def many(command, environment, count):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: run(command, environment), range(count)))
    taken = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measure(time=taken, cpu=cpu)


def submission_rows(home, folder, programs, options):
    """Rows about drivers that wait in a cluster without workers."""
    environment = dict(os.environ, SPARK_HOME=str(home), SPARK_LOCAL_IP=HOST,
                       AFTERGLOW_STATE_DIR=str(folder / "state"))
    cluster = Cluster(home, folder)
    # A resource that the cluster reads itself, so that only the submission is measured.
    driver = ["--deploy-mode", "cluster", "--class", "Main", "http://127.0.0.1:9/app.jar"]
    submit = [[programs[0], *cluster.options, *driver],
              [programs[1], "--no-wait", *cluster.options, *driver]]
    try:
        known = subprocess.run([*submit[1][:2], "--quiet", *submit[1][2:]], env=environment,
                               stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
        status = [[program, "--status", known, *cluster.options] for program in programs]
        kinds = [
            ("`--version`", [[program, "--version"] for program in programs],
             [at_most("time", 0.01), at_most("memory", 10 * MB)]),
            ("`--status` of a driver", status, [at_most("time", 0.05), at_most("memory", 15 * MB)]),
            ("submission in cluster mode, until it is accepted", submit,
             [at_most("time", 0.1), at_most("memory", 15 * MB)]),
        ]
        measured = {what: ([], []) for what, *_ in kinds}
        for _ in range(options.repetitions):
            for what, commands, _goals in kinds:
                for side, command in zip(measured[what], commands):
                    side.append(run(command, environment))
        for what, _commands, goals in kinds:
            yield Row(what, *map(median, measured[what]), goals)
        both = [many(command, environment, options.submissions) for command in submit]
        yield Row(f"{options.submissions} submissions, 8 at a time", *both, [times_less("time", 30)])
    finally:
        cluster.stop()


def client_row(home, folder, programs, repetitions):
    watch = Stopwatch(folder, home)
    main = ["--class", "Main", compile_main(folder, home)]
    local = ["--master", "local[1]", "--conf", "spark.ui.enabled=false"]
    build_archive(watch, [programs[1], *local, *main])
    cluster = Cluster(home, folder, worker=True)
    arguments = ["--master", f"spark://{HOST}:{cluster.rpc}", "--executor-memory", "512m",
                 "--conf", "spark.ui.enabled=false", *main]
    measured = ([], [])
    try:
        for _ in range(repetitions):
            for side, program, archive in zip(measured, programs, ("false", "true")):
                side.append(watch.run([program, *arguments], "rows", archive))
    finally:
        cluster.stop()
    return Row("client mode with a worker, to the first job, with the archive of classes",
               *map(median, measured), [ratio_of_time(0.9)])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, default=ROOT / "build/bin/afterglow-submit")
    parser.add_argument("--repetitions", type=int, default=5, help="of each single command")
    parser.add_argument("--submissions", type=int, default=100, help="of those at the same time")
    parser.add_argument("--publish", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    home = Path(find_spark_home())
    folder = Path(tempfile.mkdtemp(prefix="afterglow-bench-"))
    programs = (home / "bin/spark-submit", options.program)
    try:
        quiet = wait_for_quiet()
        lines = [*HEADER, *map(table_line, submission_rows(home, folder, programs, options))]
        lines.append(table_line(client_row(home, folder, programs, options.repetitions)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(lines))
    about = f"`./afterglow bench cluster`, {options.repetitions} rounds, on {machine(home)}."
    if not quiet:
        about += " The machine was busy with something else meanwhile."
    print(f"\n{about}")
    if options.publish:
        publish(f"{about}\n\n" + "\n".join(lines), "cluster_bench")


if __name__ == "__main__":
    main()
