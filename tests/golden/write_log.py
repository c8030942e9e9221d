"""Writes an event log with Spark's own writer. Run by spark-submit of the version that is to write it.

usage: write_log.py LINES FOLDER APP-ID CODEC LAYOUT ended|killed

LINES: a file of events. Each is flushed where Spark flushes it. A rolling log has three files.
"killed": the writer is never closed, and what was not flushed is lost."""

import os
import signal
import sys

from log_files import UNFLUSHED
from pyspark.java_gateway import launch_gateway

lines_file, folder, app_id, codec, layout, end = sys.argv[1:]
with open(lines_file, "rb") as file:
    lines = file.read().split(b"\n")[:-1]

jvm = launch_gateway().jvm
conf = jvm.org.apache.spark.SparkConf(False)
conf.set("spark.eventLog.compress", "false" if codec == "none" else "true")
conf.set("spark.eventLog.rolling.enabled", "true" if layout == "rolling" else "false")
if codec != "none":
    conf.set("spark.eventLog.compression.codec", codec)
writer = jvm.org.apache.spark.deploy.history.EventLogFileWriter.apply(
    app_id,
    jvm.scala.Option.empty(),
    jvm.java.io.File(folder).toURI(),
    conf,
    jvm.org.apache.hadoop.conf.Configuration(),
)
rolls = {len(lines) // 3, 2 * len(lines) // 3} if layout == "rolling" else set()
writer.start()
for number, line in enumerate(lines):
    if number in rolls:
        writer.rollEventLogFile()
    writer.writeEvent(line.decode(), not UNFLUSHED.match(line))
if end == "killed":
    os.kill(int(jvm.java.lang.ProcessHandle.current().pid()), signal.SIGKILL)
writer.stop()
