#!/usr/bin/env python3
"""Makes tests/golden/illness/logs anew, with real Spark 4.3.0 (SPARK_HOME, else that of .venv).

usage: .venv/bin/python3 tests/golden/illness/make.py [--files FOLDER] [NAME...]

Runs every case of cases.py, or those named, sick and healthy, one after the other (a quarter of an
hour), cleans their event logs of all that tells of this machine, and keeps them as one zstd frame
each. What they measured is frozen so; check_illness.py needs no Spark. A busy machine makes bad
cases: look at what the check says before they are committed."""

import argparse
import itertools
import json
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from cases import CASES, LATE_HOSTS, SCALING, STATES, TWO_HOSTS, Case, all_executors  # noqa: E402
from illness_logs import LOGS, store  # noqa: E402
from spark_installs import find_server_spark  # noqa: E402
from spark_runs import Cluster, run  # noqa: E402

WAIT_SECONDS = 12  # for late workers


class LateCluster(Cluster):
    """Whose workers come when the application that writes to `folder` has waited for them."""

    def __init__(self, spark_home, work, folder):
        super().__init__(spark_home, work, TWO_HOSTS)
        self.folder = folder

    def start(self, name, *options):
        if name.startswith("worker"):
            threading.Thread(target=self.start_late, args=(name, *options)).start()
        else:
            super().start(name, *options)

    def start_late(self, name, *options):
        while not (self.folder.exists() and any(self.folder.iterdir())):
            time.sleep(0.1)
        time.sleep(WAIT_SECONDS)
        super().start(name, *options)


def cluster_of(spark_home, work, master, folder):
    if master == LATE_HOSTS:
        return LateCluster(spark_home, work, folder)
    return Cluster(spark_home, work, master)


def conf_of(case, state, events):
    conf = {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": f"file://{events / case.app_id(state)}",
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    return conf | case.conf | (case.sick if state == "sick" else case.healthy)


def master_of(case, state):
    return case.healthy_master if state == "healthy" and case.healthy_master else case.master


def submit(spark_home, work, files, memory, runs):
    """`runs`: app, state, conf of each. Answers "app state" of those that ran."""
    path = work / "runs.json"
    path.write_text(json.dumps([{"app": a, "state": s, "conf": c} for a, s, c in runs]))
    command = [str(spark_home / "bin/spark-submit"), "--driver-memory", memory]
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.local.dir": str(work / "local"),
        "spark.sql.warehouse.dir": str(work / "warehouse"),
    }.items():
        command += ["--conf", f"{key}={value}"]
    command += [str(HERE / "program.py"), str(path), str(files)]
    done = run(command, spark_home, work, 3600)
    print("".join(line for line in done.stdout.splitlines(True) if " failed: " in line), end="")
    if done.returncode:
        sys.exit(f"{done.stdout[-1500:]}{done.stderr[-3000:]}")
    return {line.removesuffix(" ran") for line in done.stdout.splitlines() if line.endswith(" ran")}


def groups(cases):
    """What one driver can run: the same memory, the same cluster."""
    runs = [(case, state) for case in cases for state in STATES if case.app != "scaling"]
    runs += [(case, "healthy") for case in cases if case.app == "scaling"]

    def key(pair):
        case, state = pair
        conf = conf_of(case, state, Path())
        master = master_of(case, state)
        return conf.get("spark.driver.memory", "1g"), master if "hosts" in master else ""

    return itertools.groupby(sorted(runs, key=key), key=key)


def make(spark_home, work, files, memory, cluster, runs):
    events = work / "events"
    with cluster_of(spark_home, work, cluster, events / runs[0][0].app_id("sick")) as url:
        todo = [("warm_up", "healthy", {"spark.master": "local[2]"})]
        for case, state in runs:
            conf = conf_of(case, state, events)
            conf["spark.master"] = url or master_of(case, state)
            (events / case.app_id(state)).mkdir(parents=True)
            todo.append((case.app or case.name, state, conf))
        ran = submit(spark_home, work, files, memory, todo)
    replacements = {
        str(files): "/data",
        str(work): "/tmp/golden",
        str(HERE): "/opt/apps",
        str(spark_home): "/opt/spark",
        sys.prefix: "/opt/python",
    }
    for case, state in runs:
        app_id = case.app_id(state)
        logs = [path for path in (events / app_id).iterdir() if path.name[0] != "."]
        if len(logs) != 1 or f"{case.app or case.name} {state}" not in ran:
            print(f"{app_id}: no log")
        else:
            print(store(logs[0], app_id, replacements), flush=True)


def scaling_cases():
    for executors in SCALING:
        yield Case(
            *(f"scaling_{executors}", ""),
            app="scaling",
            master=f"local-cluster[{executors},1,1024]",
            conf=all_executors(executors),
        )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="of cases; default: all")
    parser.add_argument(
        "--files", type=Path, metavar="FOLDER", help="keep what queries read, for the next time"
    )
    options = parser.parse_args()
    names = set(options.names)
    spark_home = find_server_spark()
    LOGS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="illness-") as folder:
        work = Path(folder)
        files = (options.files or work / "files").resolve()
        if not (files / "few_files").exists():
            submit(spark_home, work, files, "1g", [("prepare", "healthy", {})])
        cases = [
            case
            for case in (*CASES, *scaling_cases())
            if not names or case.name in names or case.app in names
        ]
        for (memory, cluster), runs in groups(cases):
            make(spark_home, work, files, memory, cluster, list(runs))


if __name__ == "__main__":
    main()
