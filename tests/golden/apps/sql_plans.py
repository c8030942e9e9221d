"""What plans are made of: a cached table that is read twice, a subquery, windows, grouping sets, a
generator, and plans that stay as they are. No Python functions, so that it runs on every Spark."""

from pyspark.sql import SparkSession, Window, functions as F

spark = (
    SparkSession.builder.appName("plans").config("spark.sql.shuffle.partitions", "3").getOrCreate()
)
describe = spark.sparkContext.setJobDescription
visits = spark.range(0, 900, 1, 2).selectExpr("id AS visit", "id % 9 AS page")
pages = spark.range(0, 9, 1, 1).selectExpr("id AS page", "concat('/page/', id) AS path")

describe("cached, then used twice")
by_page = visits.groupBy("page").agg(F.sum("visit").alias("total")).cache()
print(by_page.count())
by_page.createOrReplaceTempView("by_page")
print(
    spark.sql(
        "SELECT page FROM by_page WHERE total > (SELECT avg(total) FROM by_page) ORDER BY 1 LIMIT 3"
    ).collect()
)

describe("windows and grouping sets")
latest = Window.partitionBy("page").orderBy(F.desc("visit"))
ranked = visits.where("page < 3").withColumn("rank", F.row_number().over(latest))
ranked.where("rank < 4").cube("page", "rank").count().show(3)

describe("not adaptive")
spark.conf.set("spark.sql.adaptive.enabled", "false")
print(visits.join(F.broadcast(pages), "page").groupBy("path").count().collect()[:1])
print(spark.sql("SELECT explode(array(1, 2, 3)) AS `a \"b\" <c>` FROM range(2)").collect())
spark.stop()
