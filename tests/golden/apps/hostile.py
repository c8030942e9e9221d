"""Names that break pages, paths and terminals, wherever a program can put a name.
usage: hostile.py FOLDER"""

import sys

from pyspark import SparkConf, StorageLevel
from pyspark.sql import SparkSession, functions as F

SCRIPT = "<script>alert(\"x\")</script><!-- ]]> '"
UNICODE = "na\u00efve \u0394 \u4e16\u754c \U0001f680 \u202eesrever\u202c e\u0301 \u00a0|"
PATH = "../..//etc/passwd?a=1&b=%2F%3C#top;"
NAMES = (
    SCRIPT,
    UNICODE,
    PATH,
    "line 1\nline 2\r\n\ttabbed \u2028 \x07\x1b[31mred\x1b[0m",
    '{"json": ["\\u0041", null]} \\ \\n',
    " ",
    "100% %s ${user.home} {{x}} `ls` $(ls); DROP TABLE job; --",
    '<a href="javascript:alert(1)">ab</a> ' + "long " * 60,
)

conf = SparkConf().setAppName(f" {SCRIPT} {UNICODE}\n{PATH} ")
conf.set("spark.example.<b>key</b>", SCRIPT).set("spark.example.empty", "")
conf.set("spark.example.password", "hidden").set("spark.example.path", PATH)
spark = SparkSession.builder.config(conf=conf).getOrCreate()
context = spark.sparkContext
for number, name in enumerate(NAMES):
    context.setJobGroup(f"{number} {name}", name)
    context.setLocalProperty("spark.scheduler.pool", name)
    if number % 3 == 0 and hasattr(context, "addJobTag"):
        context.addJobTag(name.replace(",", " "))
    numbers = context.parallelize(range(8), 2).setName(name).persist(StorageLevel.MEMORY_ONLY)
    print(numbers.map(lambda v: (v % 2, v)).groupByKey(1).count())
    if number % 2 == 0:
        numbers.unpersist()
    if number < 4:
        spark.range(4).select(F.col("id").alias(name)).groupBy(F.col("`" + name + "`") % 2).agg(
            F.count("*").alias(name[::-1])
        ).collect()

context.setLocalProperty("spark.scheduler.pool", None)
context.setJobGroup(PATH, "a file of that name")
spark.range(5).write.mode("overwrite").csv(f"{sys.argv[1]}/100% <b> {UNICODE[:9]}")


def fail(value):
    raise ValueError(SCRIPT + UNICODE + NAMES[3])


for query in (
    lambda: context.parallelize([1], 1).map(fail).collect(),
    lambda: spark.range(1).select(F.expr("raise_error('<u>\u4e16\u754c</u> \\n 100%')")).collect(),
):
    try:
        query()
    except Exception as error:
        print("failed:", type(error).__name__)
spark.stop()
