"""Functions in Python inside of queries: of one row, of several, with tables as their result, and
one that fails in an executor."""

from pyspark.sql import SparkSession, functions as F

spark = (
    SparkSession.builder.appName("python functions")
    .config("spark.sql.shuffle.partitions", "2")
    .getOrCreate()
)
double = F.udf(lambda value: value * 2, "long")
words = F.udf(lambda value: [f"w{value % 3}"] * (value % 4), "array<string>")
numbers = spark.range(0, 400, 1, 2)

spark.sparkContext.setJobDescription("two functions, then a shuffle")
numbers.select(double("id").alias("d"), F.explode(words("id")).alias("word")).groupBy("word").agg(
    F.sum("d")
).orderBy("word").show()

spark.udf.register("plus", lambda a, b: a + b, "long")
spark.sparkContext.setJobDescription("by name, in SQL")
print(spark.sql("SELECT max(plus(id, id % 7)) FROM range(100) WHERE plus(id, 1) % 2 = 0").collect())

if hasattr(F, "udtf"):  # since 3.5

    @F.udtf(returnType="n int, square int")
    class Squares:
        def eval(self, upto):
            for n in range(upto):
                yield n, n * n

    spark.sparkContext.setJobDescription("a table of a function")
    spark.udtf.register("squares", Squares)
    print(spark.sql("SELECT count(*), sum(square) FROM squares(20)").collect())

spark.sparkContext.setJobDescription("rows to Python and back")
rows = numbers.rdd.map(lambda row: (row.id % 5, str(row.id)))
print(rows.toDF(["k", "text"]).groupBy("k").agg(F.max("text")).count())

spark.sparkContext.setJobDescription("one fails")
try:
    numbers.select(F.udf(lambda value: 1 // (value - 300), "long")("id")).collect()
except Exception as error:
    print("failed:", type(error).__name__)
spark.stop()
