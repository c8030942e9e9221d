"""Illnesses that need no more than the cores of one machine. Work is mostly sleep, which stands for
waiting for a service or a disk: it takes as long on a busy machine. Each function is one
application, sick or healthy."""

import time

from pyspark import TaskContext


def naps(spark, seconds):
    """A job with a task for each element, which sleeps so long. No Python process takes part."""
    times = ", ".join(f"{round(each * 1000)}L" for each in seconds)
    nap = f"java_method('java.lang.Thread', 'sleep', element_at(array({times}), int(id + 1)))"
    rows = spark.range(0, len(seconds), 1, len(seconds)).selectExpr(nap)
    rows.write.format("noop").mode("overwrite").save()


def warm_up(spark, _, folder):
    """Loads what most applications need; its log is not kept."""
    naps(spark, [0.1] * 4)
    spark.sparkContext.parallelize([1, 2], 2).foreach(time.sleep)
    rows = spark.range(0, 20_000, 1, 4).selectExpr("id", "id % 7 AS key")
    rows.write.mode("overwrite").parquet(f"{folder}/warm")
    rows = spark.read.parquet(f"{folder}/warm")
    for hint in ("merge", "broadcast"):
        rows.join(rows.hint(hint), "id").groupBy("id").count().selectExpr("max(count)").collect()


def skewed_aggregation(spark, sick, _):
    """Three of four rows have one key. Healthy: the key is salted."""
    common = "-1" if sick else "-id"
    rows = spark.range(0, 1600, 1, 8).selectExpr("id", f"IF(id % 4 = 0, id, {common}) AS key")
    parts = rows.repartition(16, "key")
    waited = parts.selectExpr("java_method('java.lang.Thread', 'sleep', 10L)", "id")
    waited.write.format("noop").mode("overwrite").save()


def straggler(spark, sick, _):
    """One task hangs where it runs first. Healthy: it is speculated (a setting of the case)."""

    def work(index):
        hangs = index == 20 and TaskContext.get().attemptNumber() == 0
        time.sleep(14 if hangs else 1)

    spark.sparkContext.parallelize(range(24), 24).foreach(work)


def small_tasks(spark, sick, _):
    """The same numbers in 8,000 partitions or in 8."""
    spark.range(0, 80_000_000, 1, 8000 if sick else 8).selectExpr("sum(hash(id))").collect()


def too_few_partitions(spark, sick, _):
    """24 s of work in 2 tasks on 4 cores, or in 16."""
    tasks = 2 if sick else 16
    naps(spark, [24 / tasks] * tasks)


def single_task_stage(spark, sick, folder):
    """Everything goes through one task before it is written, or through 16."""
    wait = "java_method('java.lang.Thread', 'sleep', 10L)"
    rows = spark.range(0, 1600, 1, 16)
    rows = rows.coalesce(1) if sick else rows
    rows.selectExpr(f"{wait} AS waited").selectExpr("count(waited)").collect()


def driver_gap(spark, sick, _):
    """A service is asked in the driver, or in tasks."""
    naps(spark, [0.5] * 8)
    if sick:
        time.sleep(24)
    else:
        naps(spark, [2] * 12)
    naps(spark, [0.5] * 8)


def failed_tasks(spark, sick, _):
    """Two tasks fail twice each, after 4 s of work."""

    def work(index):
        if sick and index in (1, 2) and TaskContext.get().attemptNumber() < 2:
            time.sleep(4)
            raise OSError("the service does not answer")
        time.sleep(2)

    spark.sparkContext.parallelize(range(16), 16).foreach(work)


def settings(spark, sick, _):
    """Only what is set differs."""
    naps(spark, [1] * 24)


def incomplete_log(spark, sick, _):
    """Waves of tasks that begin and end at the same time. A queue of events that is too short loses
    some of them (a setting of the case)."""
    naps(spark, [1] * 640)
