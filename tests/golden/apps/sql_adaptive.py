"""Queries whose plans change while they run: a skewed join is split, small shuffles are coalesced,
a join turns into a broadcast, an empty side ends a join early.
No Python functions, so that it runs on every Spark."""

from pyspark.sql import SparkSession, functions as F

spark = (
    SparkSession.builder.appName("adaptive queries")
    .config("spark.sql.shuffle.partitions", "4")
    .config("spark.sql.autoBroadcastJoinThreshold", "-1")
    .config("spark.sql.adaptive.advisoryPartitionSizeInBytes", "8k")
    .config("spark.sql.adaptive.coalescePartitions.minPartitionSize", "1k")
    .config("spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "8k")
    .config("spark.sql.adaptive.skewJoin.skewedPartitionFactor", "2")
    .getOrCreate()
)
describe = spark.sparkContext.setJobDescription

# Four of five visits are to page 1.
visits = spark.range(0, 24000, 1, 2).select(
    F.when(F.col("id") % 5 > 0, 1).otherwise(F.col("id") % 40).alias("page"),
    F.col("id").alias("visit"),
    F.md5((F.col("id") % 700).cast("string")).alias("visitor"),
)
pages = spark.range(0, 40, 1, 1).select(
    F.col("id").alias("page"), F.concat(F.lit("/page/"), F.col("id")).alias("path")
)

describe("skewed join")
joined = visits.join(pages.union(pages), "page")
print(joined.groupBy("path").agg(F.count("*"), F.max("visitor")).collect()[:1])

describe("broadcast after all")
spark.conf.set("spark.sql.adaptive.autoBroadcastJoinThreshold", "100k")
rare = visits.where(F.hash("visit") % 997 == 0).select("visitor", F.col("page").alias("rarely"))
print(visits.join(rare, "visitor").agg(F.countDistinct("visit")).collect())
spark.conf.unset("spark.sql.adaptive.autoBroadcastJoinThreshold")

describe("nothing to join")
print(visits.join(pages.where(F.length("path") > 99), "page").count())
spark.stop()
