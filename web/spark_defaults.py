#!/usr/bin/env python3
"""Writes src/pages/environment/spark_defaults.json: the default of every setting of Spark that has one.

Asks the Spark of SPARK_HOME (or of the Python package) for all settings that its code declares; run
it again for a new version of Spark. The file states the version.
"""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "src/pages/environment/spark_defaults.json")
CONFIG = "org.apache.spark.internal.config."
# Settings are known from when the object that declares them is loaded.
DECLARING = [
    *(CONFIG + name for name in (
        "package$", "Deploy$", "History$", "Kryo$", "Network$", "Python$", "R$", "Status$",
        "Streaming$", "UI$", "Worker$",
    )),
    "org.apache.spark.deploy.k8s.Config$",
    "org.apache.spark.deploy.yarn.config.package$",
    "org.apache.spark.sql.connect.config.Connect$",
    "org.apache.spark.sql.hive.HiveUtils$",
    "org.apache.spark.sql.internal.SQLConf$",
    "org.apache.spark.sql.internal.StaticSQLConf$",
    "org.apache.spark.streaming.StreamingConf$",
]
# Of no use to whoever reads what a run was set to.
LEFT_OUT = ("spark.testing", "spark.test.", "spark.history.", "spark.worker.", "spark.master.")
# Not of Spark, but of the machine that it is asked on.
OF_THE_MACHINE = (
    "spark.driver.bindAddress", "spark.driver.host", "spark.sql.session.timeZone",
    "spark.sql.warehouse.dir",
)


def singleton(jvm, scala_object):
    return jvm.java.lang.Class.forName(scala_object).getField("MODULE$").get(None)


def declared_settings(jvm):
    registry = CONFIG + "ConfigEntry$"
    known = jvm.java.lang.Class.forName(registry).getDeclaredField("knownConfigs")
    known.setAccessible(True)
    return known.get(singleton(jvm, registry))


def defaults(jvm):
    for owner in DECLARING:
        try:
            singleton(jvm, owner)
        except Exception:  # a module that this Spark was built without
            print(f"not in this Spark: {owner}", file=sys.stderr)
    entries = declared_settings(jvm)
    for key in entries.keySet():
        value = entries.get(key).defaultValueString()
        # "<undefined>", "<value of spark.other>"
        if not value.startswith("<") and not key.startswith(LEFT_OUT + OF_THE_MACHINE):
            yield key, value


def main():
    from pyspark.java_gateway import launch_gateway

    gateway = launch_gateway()
    try:
        version = gateway.jvm.org.apache.spark.package.SPARK_VERSION()
        known = dict(sorted(defaults(gateway.jvm)))
    finally:
        gateway.shutdown()
    with open(TARGET, "w", encoding="utf-8") as file:
        json.dump({"spark": version, "defaults": known}, file, indent=0, ensure_ascii=False)
        file.write("\n")
    print(f"{len(known)} defaults of Spark {version}")


if __name__ == "__main__":
    main()
