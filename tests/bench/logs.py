"""The logs of the benchmarks: a real one from Spark, and what make_log makes of it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from servers import ROOT, spark_environment

HERE = Path(__file__).parent
APPLICATION = "app-20231114221320-0000"  # what make_log calls it
SEED_CONF = {
    "spark.eventLog.enabled": "true",
    "spark.eventLog.rolling.enabled": "false",
    "spark.eventLog.compress": "false",
    "spark.eventLog.logStageExecutorMetrics": "true",
    "spark.executor.metrics.pollingInterval": "20ms",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # Small data shall look like much: a shuffle join, several tasks a stage, remote blocks.
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.shuffle.partitions": "6",
    "spark.sql.adaptive.coalescePartitions.enabled": "false",
    "spark.sql.files.minPartitionNum": "6",
    "spark.shuffle.readHostLocalDisk": "false",
}


@dataclass
class Log:
    folder: Path  # what a server is told to read
    facts: dict  # what make_log said
    bytes: int  # on disk
    tail: Path = None  # one more job to append
    application: str = APPLICATION

    def file(self):
        return next(path for path in self.folder.iterdir() if path.is_file())


class LogMaker:
    def __init__(self, program, spark_home, folder):
        self.program, self.spark_home, self.folder = Path(program).resolve(), spark_home, folder
        if not self.program.exists():
            sys.exit(f"{program} is not built")
        self.seed = folder / "seed.json"
        self.made = {}

    def make(self, name, tasks, *options, tail_tasks=0):
        """Answers the log of that name, which is made unless it is there."""
        if name in self.made:
            return self.made[name]
        self._make_seed()
        folder = self.folder / "logs" / name
        tail = folder.with_suffix(".tail") if tail_tasks else None
        shutil.rmtree(folder, ignore_errors=True)
        command = [str(self.program), "--seed", str(self.seed), "--out", str(folder)]
        command += ["--tasks", str(tasks), *options]
        if tail:
            command += ["--in-progress", "--tail", str(tail), "--tail-tasks", str(tail_tasks)]
        print(f"making {name} ...", file=sys.stderr, flush=True)
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        self.made[name] = Log(folder, json.loads(done.stdout), size, tail)
        os.sync()  # or writing it back would slow the servers down
        return self.made[name]

    def forget(self, name):
        if self.made.pop(name, None):
            shutil.rmtree(self.folder / "logs" / name, ignore_errors=True)
            (self.folder / "logs" / f"{name}.tail").unlink(missing_ok=True)

    def forget_all(self):
        for name in list(self.made):
            self.forget(name)

    def _make_seed(self):
        program = HERE / "seed_app.py"
        if self.seed.exists() and self.seed.stat().st_mtime > program.stat().st_mtime:
            return
        print("running seed_app.py ...", file=sys.stderr, flush=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="seed-", dir=self.folder) as work:
            log = run_seed_app(self.spark_home, program, Path(work))
            shutil.copyfile(log, self.seed)


def run_seed_app(spark_home, program, work):
    events = work / "events"
    events.mkdir()
    command = [str(spark_home / "bin/spark-submit"), "--master", "local-cluster[2,1,1024]"]
    conf = SEED_CONF | {
        "spark.eventLog.dir": f"file://{events}",
        "spark.local.dir": str(work / "local"),
    }
    for key, value in conf.items():
        command += ["--conf", f"{key}={value}"]
    done = subprocess.run(
        command + [str(program), str(work / "files")],
        env=spark_environment(spark_home, work),
        cwd=work,
        text=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=600,
    )
    found = [path for path in events.iterdir() if not path.name.startswith(".")]
    if done.returncode != 0 or len(found) != 1:
        sys.exit(f"seed_app.py failed:\n{done.stderr[-3000:]}")
    return found[0]
