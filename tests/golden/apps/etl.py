"""A nightly load: reads and writes files, joins a skewed table, caches, aggregates with SQL.
usage: etl.py FOLDER"""

import sys

from pyspark.sql import SparkSession, functions as F

folder = sys.argv[1]
spark = (
    SparkSession.builder.appName('nightly <b>"load"</b> \u00e4\u4e16\U0001f680')
    .config("spark.sql.shuffle.partitions", "3")
    .config("spark.sql.autoBroadcastJoinThreshold", "-1")
    .getOrCreate()
)
context = spark.sparkContext

context.setJobDescription("write orders")
# Nine of ten orders are customer 0's.
orders = spark.range(6000).select(
    F.col("id"),
    F.when(F.col("id") % 10 > 0, 0).otherwise(F.col("id") % 97).alias("customer"),
    (F.col("id") % 1000 / 10).alias("amount"),
)
orders.repartition(3).write.mode("overwrite").parquet(folder + "/orders")

context.setJobDescription("<script>alert('join')</script>\nsecond line \\ \"quoted\"")
customers = spark.range(97).select(
    F.col("id").alias("customer"), F.concat(F.lit("name "), F.col("id")).alias("name")
)
joined = spark.read.parquet(folder + "/orders").join(customers, "customer").cache()
print(joined.count())
print(
    joined.groupBy("name").agg(F.sum("amount"), F.countDistinct("id")).orderBy("name").collect()[:2]
)

context.setJobDescription(None)
joined.unpersist()
pairs = (
    context.parallelize(range(400), 3).map(lambda i: (i % 5, i)).reduceByKey(lambda a, b: a + b, 2)
)
print(pairs.count(), pairs.count())  # the second count skips a stage
spark.stop()
