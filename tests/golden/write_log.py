"""Writes an event log with Spark's own writer. Run by spark-submit of the version that is to write it.

usage: write_log.py LINES FOLDER APP-ID CODEC LAYOUT ended|killed

LINES: a file of events. Each is flushed where Spark flushes it. A rolling log has three files; in a
compacted one Spark has put the first two together and dropped what had ended by then.
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
conf.set("spark.eventLog.rolling.enabled", "false" if layout == "single" else "true")
if codec != "none":
    conf.set("spark.eventLog.compression.codec", codec)
history = jvm.org.apache.spark.deploy.history
hadoop_conf = jvm.org.apache.hadoop.conf.Configuration()
writer = history.EventLogFileWriter.apply(
    app_id,
    jvm.scala.Option.empty(),
    jvm.java.io.File(folder).toURI(),
    conf,
    hadoop_conf,
)
rolls = set() if layout == "single" else {len(lines) // 3, 2 * len(lines) // 3}
writer.start()
for number, line in enumerate(lines):
    if number in rolls:
        writer.rollEventLogFile()
    writer.writeEvent(line.decode(), not UNFLUSHED.match(line))
if end == "killed":
    os.kill(int(jvm.java.lang.ProcessHandle.current().pid()), signal.SIGKILL)
writer.stop()
if layout == "compacted":
    path = jvm.org.apache.hadoop.fs.Path(writer.logPath())
    files = path.getFileSystem(hadoop_conf)
    reader = history.EventLogFileReader.apply(files, path).get()
    compactor = history.EventLogFileCompactor(conf, hadoop_conf, files, 1, 0.0)
    sys.exit(0 if compactor.compact(reader.listEventLogFiles()).compactIndex().isDefined() else 1)
