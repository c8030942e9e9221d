"""Streaming queries: windows with a watermark, batches handed to Python, files until none is left,
and a query that fails.  usage: streaming.py FOLDER"""

import os
import sys
import time

from pyspark.sql import SparkSession, functions as F

folder = sys.argv[1] + "/streaming"
spark = (
    SparkSession.builder.appName("streams")
    .config("spark.sql.shuffle.partitions", "2")
    .getOrCreate()
)
rates = spark.readStream.format("rate").options(rowsPerSecond=60, numPartitions=1).load()


def start(frame, name, **trigger):
    writer = frame.writeStream.queryName(name).option("checkpointLocation", f"{folder}/{name[:4]}")
    return writer.format("memory").trigger(**trigger).start()


windows = (
    rates.withWatermark("timestamp", "1 second")
    .groupBy(F.window("timestamp", "1 second"), (F.col("value") % 3).alias("third"))
    .count()
)
counting = start(windows, "windows", processingTime="1 second")


def handle(batch, number):
    batch.persist()
    print("batch", number, batch.count() >= 0, batch.agg(F.max("value")).collect() != [])
    batch.unpersist()


batches = (
    rates.writeStream.foreachBatch(handle)
    .queryName("each <b>batch</b> \u00e9")
    .option("checkpointLocation", folder + "/batches")
    .trigger(processingTime="2 seconds")
    .start()
)
deadline = time.monotonic() + 30
while time.monotonic() < deadline and not (
    len(counting.recentProgress) > 1 and len(batches.recentProgress) > 0
):
    time.sleep(0.2)
counting.stop()
batches.stop()

os.makedirs(folder + "/in", exist_ok=True)
for number in range(2):
    with open(f"{folder}/in/{number}.csv", "w") as file:
        file.write("".join(f"{row},{row % 4}\n" for row in range(30)))
files = spark.readStream.schema("a int, b int").option("maxFilesPerTrigger", 1).csv(folder + "/in")
start(files.dropDuplicates(["b"]), "files", availableNow=True).awaitTermination(30)

broken = start(files.select(F.expr("if(a > 7, raise_error('bad row'), a)")), "broken", once=True)
try:
    broken.awaitTermination(30)
except Exception as error:
    print("failed:", type(error).__name__)
spark.stop()
