"""Commands that run queries of their own: tables made, filled, analyzed, cached, pruned at run time.
No Python functions, so that it runs on every Spark.  usage: sql_nested.py FOLDER"""

import sys

from pyspark.sql import SparkSession, functions as F

folder = sys.argv[1]
spark = (
    SparkSession.builder.appName("nested executions")
    .config("spark.sql.shuffle.partitions", "3")
    .config("spark.sql.warehouse.dir", folder + "/warehouse")
    .getOrCreate()
)
spark.range(900).selectExpr("id", "id % 6 AS shop", "concat('item ', id % 11) AS item").write.mode(
    "overwrite"
).partitionBy("shop").saveAsTable("sales")
spark.sql("CREATE TABLE shops USING json AS SELECT id AS shop, id % 2 AS open FROM range(6)")
spark.sql("INSERT INTO shops SELECT 6, 1")
spark.sql("ANALYZE TABLE sales COMPUTE STATISTICS FOR COLUMNS item")

spark.sparkContext.setJobGroup("reports", "pruned by what the other side holds")
print(spark.sql("SELECT count(*) FROM sales JOIN shops USING (shop) WHERE open = 1").collect())
spark.sparkContext.setJobGroup("reports", "the same exchange twice")
print(
    spark.sql(
        "WITH totals AS (SELECT item, count(*) AS n FROM sales GROUP BY item)"
        " SELECT a.item FROM totals a JOIN totals b ON a.n = b.n WHERE a.item < b.item"
    ).count()
)
spark.sql("CACHE TABLE some_sales AS SELECT * FROM sales WHERE id % 3 = 0")
spark.table("some_sales").groupBy("item").agg(F.sum("id")).write.mode("overwrite").csv(
    folder + "/items"
)
spark.sql("UNCACHE TABLE some_sales")
spark.sql("SHOW TABLES").collect()
try:
    spark.sql("INSERT INTO shops SELECT 7, raise_error('no <b>eighth</b> shop')")
except Exception as error:
    print("failed:", type(error).__name__)
spark.sql("DROP TABLE shops")
spark.stop()
