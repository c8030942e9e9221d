"""Queries whose tasks fail, are tried again and fail for good; the last failure ends the program.
No Python functions, so that it runs on every Spark. Run with retries: --master local[2,3]."""

from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.appName("failing queries")
    .config("spark.sql.shuffle.partitions", "3")
    .getOrCreate()
)


def attempt(description, query):
    spark.sparkContext.setJobDescription(description)
    try:
        print(len(spark.sql(query).collect()))
    except Exception as error:
        print("failed:", type(error).__name__)


attempt("well", "SELECT id % 3, count(*) FROM range(0, 90, 1, 3) GROUP BY 1")
attempt(
    "one bad row",
    "SELECT if(id = 17, raise_error('row <i>17</i>: \"bad\" \\n second line'), id)"
    " FROM range(0, 40, 1, 4)",
)
attempt(
    "after a shuffle",
    "SELECT k, assert_true(n < 20) FROM"
    " (SELECT id % 5 AS k, count(*) AS n FROM range(0, 100, 1, 2) GROUP BY 1)",
)
attempt("no such column", "SELECT nothing FROM range(3)")
attempt("well again", "SELECT sum(id) FROM range(0, 50, 1, 2)")
spark.sql("SELECT raise_error('the end') FROM range(0, 4, 1, 2)").collect()
