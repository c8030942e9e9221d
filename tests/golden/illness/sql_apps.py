"""Illnesses of queries, on files that prepare() writes. Each function is one application, sick or
healthy."""

import glob
import os

from pyspark.sql import functions as F

WAIT = "java_method('java.lang.Thread', 'sleep', {}L)"  # in each row, so many ms
NOISE = "concat_ws('', transform(sequence(1, {}), i -> sha2(concat(id, '/', i), 256)))"


def prepare(spark, _, folder):
    """What applications read; not an application of the table."""
    events = spark.range(0, 1_000_000, 1, 8).selectExpr(
        "id", "id % 1000 AS page", "id % 97 AS country", NOISE.format(1) + " AS text"
    )
    events.write.mode("overwrite").parquet(f"{folder}/events")
    events.where("id < 200000").write.mode("overwrite").json(f"{folder}/json")
    pages = spark.range(0, 1000, 1, 1).selectExpr("id AS page", "concat('/', id) AS path")
    pages.write.mode("overwrite").parquet(f"{folder}/pages")
    rows = spark.range(0, 15_000, 1, 4).selectExpr("id", NOISE.format(2) + " AS text")
    rows.repartition(250).write.mode("overwrite").parquet(f"{folder}/many_files")
    for file in glob.glob(f"{folder}/many_files/*.parquet"):
        for copy in range(23):
            os.link(file, f"{file[:-8]}-{copy}.parquet")
    few = read(spark, folder, "many_files").repartition(4)
    few.write.mode("overwrite").parquet(f"{folder}/few_files")
    spread = spark.range(0, 3_000_000, 1, 8).selectExpr(
        "id", "pmod(hash(id), 1000) AS page", NOISE.format(2) + " AS text"
    )
    spread.write.mode("overwrite").parquet(f"{folder}/spread")
    ordered = read(spark, folder, "spread").repartitionByRange(8, "page").sortWithinPartitions("page")
    ordered.write.mode("overwrite").parquet(f"{folder}/sorted")
    os.mkdir(f"{folder}/large_files")
    with open(f"{folder}/large_files/0", "w") as file:
        for number in range(700_000):
            file.write(f"{number} {'-' * 990}\n")
    for copy in range(1, 18):
        os.link(f"{folder}/large_files/0", f"{folder}/large_files/{copy}")


def read(spark, folder, name):
    return spark.read.parquet(f"{folder}/{name}")


def skewed_join(spark, sick, _):
    """Most rows have the key 0. Healthy: Spark splits its partition (a setting of the case)."""
    left = spark.range(0, 2400, 1, 16).selectExpr(
        "IF(id % 10 < 7, 0, id) AS key", NOISE.format(64) + " AS text"
    )
    right = spark.range(0, 60_000, 1, 8).selectExpr("id AS key", NOISE.format(2) + " AS other")
    joined = left.hint("merge").join(right, "key")
    waited = joined.selectExpr(f"{WAIT.format(10)} AS waited", "text", "other")
    waited.selectExpr("count(waited)", "max(length(text))", "max(length(other))").collect()


def spill(spark, sick, folder):
    """A sort of partitions that do not fit into the memory of a task, or of more that do."""
    text = "concat(hex(xxhash64(id)), repeat('-', 80)) AS text"
    rows = spark.range(0, 5_000_000, 1, 4 if sick else 40).selectExpr("id", text)
    ordered = rows.sortWithinPartitions("text")
    ordered.write.format("noop").mode("overwrite").save()


def small_files_written(spark, sick, folder):
    """The same rows in 1,200 files or in 4."""
    rows = spark.range(0, 120_000, 1, 4).selectExpr("id", NOISE.format(2) + " AS text")
    parts = 1200 if sick else 4
    rows.repartition(parts).write.mode("overwrite").parquet(f"{folder}/written_{parts}")


def small_files_read(spark, sick, folder):
    """The same rows from 6,000 files or from 4."""
    rows = read(spark, folder, "many_files" if sick else "few_files")
    rows.selectExpr("max(text)", "sum(id)").collect()


def missed_broadcast(spark, sick, folder):
    """A small table is shuffled and sorted with a large one. Healthy: it may be broadcast."""
    events = spark.range(0, 8_000_000, 1, 8)
    events = events.selectExpr("id % 1000 AS page", "hex(hash(id)) AS text")
    joined = events.join(read(spark, folder, "pages"), "page")
    joined.selectExpr("max(text)", "max(path)").collect()


def exploding_join(spark, sick, _):
    """Joined by a column that many rows share, or by one that tells rows apart."""
    left = spark.range(0, 20_000, 1, 8).selectExpr("id", "id % 97 AS page", "hash(id) AS a")
    right = spark.range(0, 20_000, 1, 8).selectExpr("id", "id % 97 AS page", "hash(-id) AS b")
    joined = left.join(right.drop("id"), "page") if sick else left.join(right, ["page", "id"])
    joined.selectExpr("max(hash(a, b))", "max(sha2(concat(a, b), 256))").collect()


def cross_join(spark, sick, folder):
    """Every row meets every row, or only those with an equal key."""
    left = spark.range(0, 160_000, 1, 8).selectExpr("id", "id % 1000 AS page")
    right = read(spark, folder, "pages").withColumnRenamed("page", "other")
    condition = "abs(page - other) < 1" if sick else "page = other"
    left.join(right, F.expr(condition)).selectExpr("max(id)", "count(path)").collect()


def python_udf(spark, sick, folder):
    """A function of Python for each row, or the same of Spark's own."""
    events = spark.range(0, 2_000_000, 1, 8).selectExpr("hex(hash(id)) AS text")
    short = F.udf(lambda text: text.lower()[:4]) if sick else lambda text: F.lower(text)[0:4]
    events.select(short(F.col("text")).alias("short")).selectExpr("max(short)").collect()


def repeated_scan(spark, sick, folder):
    """JSON is read for each of six queries, or once."""
    schema = "id LONG, page LONG, country LONG, text STRING"
    rows = spark.read.schema(schema).json(f"{folder}/json").where("length(text) > 3")
    rows = rows if sick else rows.cache()
    for number in range(6):
        rows.selectExpr(f"max(page + {number} * country)", "max(length(text))").collect()


def large_results(spark, sick, folder):
    """Every row is brought to the driver to be counted, or Spark counts."""
    events = read(spark, folder, "events").where("id < 500000")
    if sick:
        print(len({row.page for row in events.collect()}))
    else:
        print(events.select("page").distinct().count())


def aqe_off(spark, sick, folder):
    """2,000 shuffle partitions for few rows; healthy: Spark puts them together (a setting)."""
    for keys in (5000, 6000, 7000, 8000):
        rows = spark.range(0, 100_000, 1, 4).groupBy(F.expr(f"id % {keys} AS key"))
        rows.agg(F.max("id")).selectExpr("count(1)").collect()


def large_broadcast(spark, sick, _):
    """A large table is sent to every executor, because of a hint, or shuffled."""
    left = spark.range(0, 400_000, 1, 8).selectExpr("hex(id * 7) AS key", "id % 10 AS number")
    right = spark.range(0, 4_000_000, 1, 8).selectExpr("hex(id) AS key", "hex(hash(id)) AS text")
    right = right.hint("broadcast") if sick else right
    left.join(right, "key").selectExpr("max(text)", "sum(number)").collect()


def full_scan(spark, sick, folder):
    """Few rows are looked for, which stand in all files or in one."""
    rows = read(spark, folder, "spread" if sick else "sorted")
    for number in range(6):
        found = rows.where(f"page BETWEEN {number * 100} AND {number * 100 + 4}")
        found.selectExpr("max(text)", "sum(id)").collect()


def long_filter(spark, sick, folder):
    """A hundred patterns, one after the other, or one of them all."""
    words = [f"{number:04x}{number * 7:04x}" for number in range(100)]
    one = "text RLIKE '{}'".format("|".join(word[:5] for word in words[:20]))
    each = " OR ".join(f"text LIKE '%{word}%'" for word in words)
    rows = read(spark, folder, "events").where(each if sick else one)
    rows.selectExpr("count(text)").collect()


def huge_partitions(spark, sick, folder):
    """Two tasks read 6 GB each, or many tasks a part (a setting of the case)."""
    rows = spark.read.text(f"{folder}/large_files")
    rows.selectExpr("max(length(value))").collect()


def shuffle_amplification(spark, sick, folder):
    """Each row becomes twenty before the shuffle, or behind it."""
    rows = read(spark, folder, "events").where("id < 500000")
    many = "explode(sequence(1, 20)) AS number"
    if sick:
        parts = rows.selectExpr("id", "text", many).repartition(16, "id", "number")
    else:
        parts = rows.repartition(16, "id").selectExpr("id", "text", many)
    parts.selectExpr("max(concat(text, number))").collect()
