"""A Spark application that has something for every page of the dashboard."""

import sys

from pyspark import StorageLevel
from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.getOrCreate()
work = sys.argv[1]

# Storage: one RDD in memory, one on disk.
numbers = spark.sparkContext.parallelize(range(1000), 8).setName("numbers <i>")
numbers.cache().count()
pairs = numbers.map(lambda n: (n % 10, n)).setName("pairs")
pairs.persist(StorageLevel.DISK_ONLY).count()

# SQL: a join with shuffles, a write with a query inside, and one that fails.
spark.conf.set("spark.sql.autoBroadcastJoinThreshold", "-1")
left = spark.range(5000).withColumn("k", F.col("id") % 50)
right = spark.range(50).withColumnRenamed("id", "k").withColumn("w", F.col("k") * 2)
left.join(right, "k").groupBy("w").count().collect()
spark.sql("CREATE TABLE kept USING parquet AS SELECT id FROM range(10)")
try:
    spark.range(4).select(F.raise_error(F.lit("boom <b>bold</b>"))).collect()
except Exception as error:
    print("failed as it should:", type(error).__name__)

# Structured streaming: counts with state and a watermark, until two batches had rows.
stream = (
    spark.readStream.format("rate").option("rowsPerSecond", 50).load()
    .withWatermark("timestamp", "1 second")
    .groupBy(F.window("timestamp", "1 second")).count()
    .writeStream.queryName("counts").outputMode("update").format("memory")
    .option("checkpointLocation", f"{work}/checkpoint").start()
)
while sum(progress["numInputRows"] > 0 for progress in stream.recentProgress) < 2:
    if stream.exception() is not None:
        raise stream.exception()
    stream.awaitTermination(1)
stream.stop()
spark.stop()
