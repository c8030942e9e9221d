#!/usr/bin/env python3
"""Asks the real spark-submit what it makes of every command line of cases.py and writes
answers.json, against which check_submit.py holds afterglow-submit. Takes some minutes: a launcher's
JVM for each case.

Usage: SPARK_HOME=... record.py [NAME..]    only the cases of these names, the others stay
"""

import json
import os
import sys

import cases
import runs


def main():
    spark = os.path.realpath(os.environ["SPARK_HOME"])
    jars = sorted(name for name in os.listdir(os.path.join(spark, "jars"))
                  if name.startswith(runs.NOTED_JARS))
    path = os.path.join(runs.HERE, "answers.json")
    answers = {"jars": jars, "moduleOptions": None, "calls": {}}
    names = sys.argv[1:]
    if names:
        with open(path, encoding="utf-8") as file:
            answers["calls"] = json.load(file)["calls"]
    for case in cases.all_cases():
        if names and case["name"] not in names:
            continue
        with runs.Run(case, spark) as run:
            ended = run.submit(os.path.join(spark, "bin/spark-submit"))
            call = run.call()
            if call is None:
                sys.exit(f"{case['name']}: no driver was started\n{ended.stderr.decode()}")
            modules = call.pop("moduleOptions", None)
            if modules and answers["moduleOptions"] not in (None, modules):
                sys.exit(f"{case['name']}: has module options of its own: {modules}")
            answers["moduleOptions"] = modules or answers["moduleOptions"]
            answers["calls"][case["name"]] = call
        print(case["name"], flush=True)
    answers["calls"] = {case["name"]: answers["calls"][case["name"]] for case in cases.all_cases()}
    write(answers, path)


def write(answers, path):
    """One line a case, so that changes can be read."""
    calls = answers.pop("calls")
    with open(path, "w", encoding="utf-8") as file:
        file.write("{\n")
        for key, value in answers.items():
            file.write(f"{json.dumps(key)}: {json.dumps(value)},\n")
        lines = (f"{json.dumps(name)}: {json.dumps(call, ensure_ascii=False, sort_keys=True)}"
                 for name, call in calls.items())
        file.write('"calls": {\n' + ",\n".join(lines) + "\n}\n}\n")


if __name__ == "__main__":
    main()
