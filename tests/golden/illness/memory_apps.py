"""Illnesses of memory. Each function is one application, sick or healthy."""

from pyspark import StorageLevel
from task_apps import naps


def hold(spark, millions):
    """Objects that stay in the driver's memory as long as what is returned: 20 bytes each."""
    jvm = spark.sparkContext._jvm
    numbers = jvm.java.util.stream.IntStream.range(0, millions * 1_000_000)
    return numbers.boxed().collect(jvm.java.util.stream.Collectors.toList())


def hold_in_executors(spark, thousands):
    """Strings of 1,000 characters that stay in each of two executors until they end."""
    text = "rpad(hex(id), 1000, ' ')"
    keep = f"java_method('java.lang.System', 'setProperty', concat('held ', hex(id)), {text})"
    rows = spark.range(0, 2 * thousands * 1000, 1, 2).selectExpr(f"{keep} AS before")
    rows.write.format("noop").mode("overwrite").save()


def beside_what_stays(spark, thousands, rows):
    hold_in_executors(spark, thousands)
    text = "reverse(concat(hex(id), '/', hex(hash(id))))"
    for _ in range(2):
        texts = spark.range(0, rows, 1, 8).selectExpr(f"max(length({text}))", f"max({text})")
        texts.collect()


def gc_pressure(spark, sick, _):
    """Tasks make many short-lived objects beside many that stay. Healthy: a larger heap (a matter
    of the case)."""
    beside_what_stays(spark, 250, 6_000_000)


def executor_memory_tight(spark, sick, _):
    """The same with less to do, so that nothing but the risk is worth telling."""
    beside_what_stays(spark, 310, 400_000)


def driver_gc(spark, sick, _):
    """The driver plans large queries beside many objects that stay. Healthy: a larger heap."""
    held = hold(spark, 11)
    columns = [f"id + {number} AS column_{number}" for number in range(1000)]
    for number in range(12):
        plan = spark.range(number + 1).selectExpr(*columns)
        plan.where(f"column_7 > {number}")._jdf.queryExecution().optimizedPlan()
        if number % 6 == 0:
            naps(spark, [3] * 4)
    print(held.size())


def cache_waste(spark, sick, folder):
    """Cached, and read by one query. Healthy: not cached."""
    text = "substr(sha2(sha2(sha2(string(id), 256), 256), 256), 1, 8)"
    rows = spark.range(0, 8_000_000, 1, 16).selectExpr("id", f"{text} AS text")
    rows = rows.persist(StorageLevel.MEMORY_AND_DISK) if sick else rows
    rows.selectExpr("max(text)", "max(id)").collect()


def cache_dropped(spark, sick, _):
    """A third of what is cached finds no room in memory and is computed anew by each of three
    queries. Healthy: kept on disk."""
    level = StorageLevel.MEMORY_ONLY if sick else StorageLevel.MEMORY_AND_DISK
    text = "sha2(sha2(string(id), 256), 256)"
    rows = spark.range(0, 4_000_000, 1, 16).selectExpr("id", f"{text} AS text").persist(level)
    rows.count()
    for most in ("max(text)", "max(id)", "min(text)"):
        rows.selectExpr(most).collect()
