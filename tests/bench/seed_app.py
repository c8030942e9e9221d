"""The application whose log make_log multiplies: a shuffle join and an aggregation, Parquet in and
out. Its last SQL execution is the one that is multiplied; what comes before makes its input.
usage: seed_app.py FOLDER"""

import sys

from pyspark.sql import SparkSession, functions as F

folder = sys.argv[1]
spark = SparkSession.builder.appName("nightly sales").getOrCreate()

customers = spark.range(20_000).select(
    F.col("id").alias("customer"),
    F.concat(F.lit("name "), F.col("id")).alias("name"),
    (F.col("id") % 50).alias("region"),
)
customers.repartition(6).write.mode("overwrite").parquet(folder + "/customers")
orders = spark.range(400_000).select(
    (F.hash("id") % 20_000).cast("long").alias("customer"),
    (F.col("id") % 365).alias("day"),
    (F.rand(1) * 1000).alias("amount"),
    F.concat(F.lit("item-"), F.col("id") % 500).alias("product"),
)
orders.repartition(6).write.mode("overwrite").parquet(folder + "/orders")

spark.sparkContext.setJobDescription("sales of each region and day")
sales = (
    spark.read.parquet(folder + "/orders")
    .where("amount > 1")
    .join(spark.read.parquet(folder + "/customers"), "customer")
    .groupBy("region", "day")
    .agg(F.sum("amount").alias("amount"), F.count("product").alias("orders"))
)
sales.write.mode("overwrite").parquet(folder + "/sales")
spark.stop()
