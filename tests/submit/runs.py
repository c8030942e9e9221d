"""Running one command line with spark-submit or afterglow-submit, and what comes out of it in a form
that can be compared: the driver's command (its JVM options, class path, SparkSubmit's arguments as
Spark reads them, environment), caught by a Java and a Python that write down how they were called.
"""

import os
import shlex
import shutil
import stat
import subprocess
import tempfile

import cases

HERE = os.path.dirname(os.path.abspath(__file__))

# Writes its arguments and environment to $PROBE_CALL. The launcher's JVM, and in live runs the
# driver's, too, are the real Java's.
WATCHING = """#!/bin/bash
for word in "$@"; do
  [ "$word" != org.apache.spark.launcher.Main ] || exec "$PROBE_JAVA" "$@"
done
{ printf '%d\\0' $#; printf '%s\\0' "${0##*/}" "$@"; env -0; } >"$PROBE_CALL"
[ -z "$PROBE_LIVE" ] || exec "$PROBE_JAVA" "$@"
"""

RELEVANT = (
    "DEPLOY_MODE", "FROM_ENV", "LD_LIBRARY_PATH", "MASTER", "PYSPARK_DRIVER_PYTHON",
    "PYSPARK_PYTHON", "PYTHONHASHSEED", "PYTHONPATH", "R_PROFILE_USER", "SPARK_API_MODE",
    "SPARK_CONF_DIR", "SPARK_CONNECT_MODE_ENABLED", "SPARK_DRIVER_MEMORY", "SPARK_ENV_LOADED",
    "SPARK_EXECUTOR_CORES", "SPARK_EXECUTOR_MEMORY", "SPARK_HOME", "SPARK_REMOTE",
    "SPARK_SCALA_VERSION", "SPARK_SUBMIT_OPTS",
)
SWITCHES = {"--help", "--load-spark-defaults", "--supervise", "--usage-error", "--verbose",
            "--version"}
# The jars of the engine, by which the class path of Spark Connect differs.
NOTED_JARS = ("spark-", "slf4j-api-", "connect-repl")


class Run:
    """A folder with the files of one case, for as long as a `with` block."""

    def __init__(self, case, spark_home, live_java=None, extra_files=None):
        self.case, self.spark, self.live_java = case, spark_home, live_java
        self.extra_files = extra_files or {}

    def __enter__(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="afterglow-submit-"))
        os.mkdir(os.path.join(self.folder, "conf"))
        for name, text in {**cases.FILES, **self.case.get("files", {}), **self.extra_files}.items():
            self.write(name, self.filled(text))
        for name in ("jdk/bin/java", "python"):
            self.write(name, WATCHING, executable=True)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, content, executable=False):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        if executable:
            os.chmod(path, stat.S_IRWXU)

    def filled(self, value):
        if isinstance(value, str):
            return value.replace("{DIR}", self.folder).replace("{SPARK}", self.spark)
        return value

    def environment(self):
        real = shutil.which("java") or "java"
        environment = {
            "PATH": os.environ["PATH"], "HOME": self.folder, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
            "SPARK_HOME": self.spark, "SPARK_CONF_DIR": os.path.join(self.folder, "conf"),
            "SPARK_LOCAL_IP": "127.0.0.1", "AFTERGLOW_CLASS_ARCHIVE": "false",
            "AFTERGLOW_QUICK_START": "false", "JAVA_HOME": os.path.join(self.folder, "jdk"),
            "PYSPARK_PYTHON": os.path.join(self.folder, "python"),
            "PROBE_CALL": os.path.join(self.folder, "call"), "PROBE_JAVA": self.live_java or real,
            "PROBE_OUT": os.path.join(self.folder, "arrived.json"),
        }
        if self.live_java:
            environment["PROBE_LIVE"] = "1"
            environment["PYSPARK_PYTHON"] = shutil.which("python3")
        environment.update({k: self.filled(v) for k, v in self.case.get("env", {}).items()})
        return environment

    def submit(self, program):
        """Runs `program` with the case's arguments; the value is the finished process."""
        args = [self.filled(arg) for arg in self.case["args"]]
        return subprocess.run([program, *args], env=self.environment(), cwd=self.folder,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              timeout=900)

    def neutral(self, value):
        """With this run's folders taken out."""
        if isinstance(value, str):
            return value.replace(self.folder, "{DIR}").replace(self.spark, "{SPARK}")
        if isinstance(value, list):
            return [self.neutral(item) for item in value]
        if isinstance(value, dict):
            return {self.neutral(key): self.neutral(item) for key, item in value.items()}
        return value

    def call(self):
        """How the driver's program was called; None when it was not."""
        path = os.path.join(self.folder, "call")
        if not os.path.exists(path):
            return None
        with open(path, "rb") as file:
            fields = file.read().decode("utf-8", "surrogateescape").split("\0")
        count = int(fields[0])
        program, arguments = fields[1], fields[2:2 + count]
        variables = dict(field.split("=", 1) for field in fields[2 + count:] if "=" in field)
        return self.neutral(described(program, arguments, variables))


def described(program, arguments, variables):
    call = {"program": program,
            "environment": {name: variables[name] for name in RELEVANT if name in variables}}
    for name in ("PYSPARK_SUBMIT_ARGS", "SPARKR_SUBMIT_ARGS"):
        if name in variables:
            call[name] = submit_arguments(shlex.split(variables[name]))
    if program != "java":
        call["arguments"] = arguments
        return call
    main = arguments.index("org.apache.spark.deploy.SparkSubmit")
    options = arguments[:main]
    at = options.index("-cp")
    call["classPath"] = class_path(options[at + 1])
    options = options[:at] + options[at + 2:]
    # The same for every driver, and long.
    modules = options.index("-XX:+IgnoreUnrecognizedVMOptions")
    call["jvmOptions"], call["moduleOptions"] = options[:modules], options[modules:]
    call["submit"] = submit_arguments(arguments[main + 1:])
    return call


def class_path(text):
    """In order; of jars that are listed one by one, which come in any order, the noted ones."""
    ordered, listed = [], []
    for entry in text.split(":"):
        folder, name = os.path.split(entry)
        alone = os.path.basename(folder) == "jars" and name != "*" and ordered != []
        repl = os.path.basename(folder) == "connect-repl"
        if not alone and not repl:
            ordered.append(entry)
        elif entry.startswith(os.path.join(folder, "slf4j-api-")) or repl or name.startswith(NOTED_JARS):
            listed.append(entry)
    return {"ordered": ordered, "jars": sorted(listed)}


def submit_arguments(words):
    """What SparkSubmit makes of its arguments, as far as it depends on them."""
    options, conf, extra, switches = {}, {}, [], set()
    rest = list(words)
    while rest and rest[0].startswith("-"):
        name = rest.pop(0)
        if name in SWITCHES:
            switches.add(name)
        elif name == "--conf":
            key, _, value = rest.pop(0).partition("=")
            if key.startswith("spark."):  # others are dropped there
                conf[key] = value
        elif name == "--extra-properties-file":
            extra.append(rest.pop(0))
        else:
            options[name] = rest.pop(0)
    return {"options": options, "conf": conf, "extraFiles": extra, "switches": sorted(switches),
            "application": rest[:1], "arguments": rest[1:]}
