"""Writes what reached a Python driver to $PROBE_OUT."""

import json
import os
import sys

from pyspark import SparkConf, SparkContext

SparkContext._ensure_initialized()
names = ("LD_LIBRARY_PATH", "OMP_NUM_THREADS", "PYTHONHASHSEED", "PYTHONPATH", "PYTHONUNBUFFERED",
         "SPARK_CONF_DIR", "SPARK_ENV_LOADED", "SPARK_HOME", "SPARK_REMOTE", "SPARK_SCALA_VERSION")
jvm = SparkContext._jvm
runtime = jvm.java.lang.management.ManagementFactory.getRuntimeMXBean()
with open(os.environ["PROBE_OUT"], "w", encoding="utf-8") as out:
    json.dump({
        "arguments": sys.argv[1:],
        "properties": dict(SparkConf().getAll()),
        "classPath": runtime.getClassPath(),
        "jvmOptions": list(runtime.getInputArguments()),
        "environment": {name: os.environ[name] for name in names if name in os.environ},
    }, out)
