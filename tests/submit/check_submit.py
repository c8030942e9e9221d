#!/usr/bin/env python3
"""Holds what afterglow-submit would start against what spark-submit starts (answers.json).

Usage: check_submit.py PROGRAM            every command line against the recording; needs no Spark
       check_submit.py PROGRAM --live [N] the cases marked live and the refused ones, or N of them:
                                          the drivers of both are run, and must be given the same
                                          (needs SPARK_HOME)
Ends with "N passed, N failed".
"""

import json
import os
import sys
import tempfile

import cases
import live
import runs


def differences(path, wanted, got):
    """One line for each place where two answers differ."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key in sorted(set(wanted) | set(got)):
            yield from differences(f"{path}.{key}", wanted.get(key), got.get(key))
    elif wanted != got:
        yield f"  {path}: spark-submit {json.dumps(wanted, ensure_ascii=False)[:2000]}\n" \
              f"  {' ' * len(path)}  ours         {json.dumps(got, ensure_ascii=False)[:2000]}"


def make_spark(folder, jars):
    """As much of a Spark as afterglow-submit looks at, with the jars by which it decides."""
    for name in jars:
        path = os.path.join(folder, "jars", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if name == "connect-repl":
            os.mkdir(path)
        else:
            open(path, "wb").close()


def check_recorded(program):
    with open(os.path.join(runs.HERE, "answers.json"), encoding="utf-8") as file:
        answers = json.load(file)
    with tempfile.TemporaryDirectory() as spark:
        make_spark(os.path.realpath(spark), answers["jars"])
        for case in cases.all_cases():
            with runs.Run(case, os.path.realpath(spark)) as run:
                ended = run.submit(program)
                call = run.call()
            wanted = dict(answers["calls"][case["name"]])
            if "jvmOptions" in wanted:
                wanted["moduleOptions"] = answers["moduleOptions"]
            problems = list(differences("call", wanted, call)) if call else [ended.stderr.decode()]
            yield case["name"], problems
        for args in cases.REFUSED:
            case = {"args": args}
            with runs.Run(case, os.path.realpath(spark)) as run:
                ended = run.submit(program)
                said = ended.stderr.decode()
                fine = ended.returncode == 1 and run.call() is None and "-submit: " in said
            yield f"refused: {' '.join(args)}", [] if fine else [f"  {ended.returncode}: {said}"]


def main():
    program = os.path.abspath(sys.argv[1])
    if "--live" in sys.argv:
        checks = live.check(program, differences, int((sys.argv[3:] or [0])[0]))
    else:
        checks = check_recorded(program)
    passed = failed = 0
    for name, problems in checks:
        passed += not problems
        failed += bool(problems)
        if problems:
            print(f"{name}:", *problems, sep="\n")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
