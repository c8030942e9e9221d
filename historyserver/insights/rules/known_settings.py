#!/usr/bin/env python3
"""Prints known_settings.inc: the configuration keys of the Spark that is installed (pyspark).

Configuration entries register themselves when the class that holds them is loaded; so all classes
that build some are loaded, in a running Spark, and the registers are read. Keys that have no entry
stand as texts in the class files.
"""

import glob
import os
import re
import zipfile

import pyspark
from pyspark.sql import SparkSession

HEAD = """\
// The keys that Spark {version} knows, sorted: its configuration entries as a running Spark lists them,
// and keys that its code names besides. Made by known_settings.py.
"""
# Texts of that shape that are no keys.
NO_KEYS = {"spark.connect.SparkConnectService", "spark.exit-exception"}
REGISTERS = [
    ("org.apache.spark.internal.config.ConfigEntry$", "knownConfigs"),
    ("org.apache.spark.sql.internal.SQLConf$", "sqlConfEntries"),
]


def class_files():
    for jar in glob.glob(os.path.join(os.path.dirname(pyspark.__file__), "jars", "spark-*.jar")):
        with zipfile.ZipFile(jar) as archive:
            for name in archive.namelist():
                if name.endswith(".class"):
                    yield name, archive.read(name)


def texts(code):
    for found in re.finditer(rb"\x01(..)(spark\.[a-z][A-Za-z0-9_.\-]{2,100})", code, re.S):
        length = int.from_bytes(found.group(1), "big")
        if len(found.group(2)) >= length:
            yield found.group(2)[:length].decode()


def main():
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    java = spark.sparkContext._jvm
    loader = java.Thread.currentThread().getContextClassLoader()
    keys = set()
    for name, code in class_files():
        keys.update(text for text in texts(code) if not text.endswith("."))
        if b"ConfigBuilder" in code and name.endswith("$.class"):
            try:
                java.java.lang.Class.forName(name[:-6].replace("/", "."), True, loader)
            except Exception:  # needs what is not installed
                continue
    for holder, register in REGISTERS:
        kind = java.java.lang.Class.forName(holder, True, loader)
        for field in kind.getDeclaredFields():
            if field.getName().endswith(register):
                field.setAccessible(True)
                known = field.get(kind.getField("MODULE$").get(None))
                keys.update(str(key) for key in known.keySet().toArray())
    keys = {key for key in keys - NO_KEYS if re.fullmatch(r"spark(\.[A-Za-z0-9_\-]+)+", key)}
    print(HEAD.format(version=pyspark.__version__) + "\n".join(f'"{key}",' for key in sorted(keys)))
    spark.stop()


if __name__ == "__main__":
    main()
