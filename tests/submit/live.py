"""The proof with drivers that run: a Python file and a main class write down what reached them."""

import json
import os
import re
import shutil
import subprocess
import tempfile

import cases
import runs

# New with each run.
VOLATILE = ("spark.app.submitTime", "spark.app.startTime")


def compile_probe(spark, folder):
    """A jar with the class x.Main; the Scala compiler is among Spark's jars."""
    jar = os.path.join(folder, "probe.jar")
    subprocess.run(["java", "-cp", os.path.join(spark, "jars", "*"), "scala.tools.nsc.Main",
                    "-usejavacp", "-d", jar, os.path.join(runs.HERE, "probe", "Main.scala")],
                   check=True, stdin=subprocess.DEVNULL)
    with open(jar, "rb") as file:
        return file.read()


def arrived(case, spark, program, files):
    with runs.Run(case, spark, shutil.which("java"), files) as run:
        ended = run.submit(program)
        path = os.path.join(run.folder, "arrived.json")
        if not os.path.exists(path):
            return {"exit code": ended.returncode}
        with open(path, encoding="utf-8") as file:
            answer = run.neutral(json.load(file))
    for key in VOLATILE:
        answer["properties"].pop(key, None)
    return json.loads(re.sub(r"/tmp/localPyFiles-[0-9a-f-]+", "{PYFILES}", json.dumps(answer)))


def sample(items, count):
    """`count` of them, evenly; all for 0."""
    return items if not count else items[::max(1, len(items) // count)][:count]


def check(program, differences, count):
    """The outcome of every live case, or of about `count`; one in four is of the refused ones."""
    spark = os.path.realpath(os.environ["SPARK_HOME"])
    theirs = os.path.join(spark, "bin/spark-submit")
    with open(os.path.join(runs.HERE, "probe", "app.py"), encoding="utf-8") as file:
        files = {"app.py": file.read()}
    with tempfile.TemporaryDirectory() as folder:
        jar = compile_probe(spark, folder)
    for name in ("app.jar", "my app.jar", "a.jar", "b.jar"):
        files[name] = jar
    asked = [case for case in cases.all_cases() if case["live"]]
    for case in sample(asked, count - count // 4):
        wanted = arrived(case, spark, theirs, files)
        yield case["name"], list(differences("arrived", wanted,
                                             arrived(case, spark, program, files)))
    for args in sample(cases.REFUSED, count // 4):
        wanted = arrived({"args": args}, spark, theirs, files)
        yield f"refused: {' '.join(args)}", list(differences("arrived", {"exit code": 1}, wanted))
