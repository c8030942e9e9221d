"""Queries and jobs that are cancelled while they run: of one group, one stage, and all of them."""

import threading
import time

from pyspark import InheritableThread
from pyspark.sql import SparkSession, functions as F

spark = (
    SparkSession.builder.appName("cancelled")
    .config("spark.scheduler.mode", "FAIR")
    .config("spark.sql.shuffle.partitions", "2")
    .getOrCreate()
)
context = spark.sparkContext
tracker = context.statusTracker()


def nap(value):
    time.sleep(0.3)
    return value


def query():
    slow = F.udf(nap, "long")
    spark.range(0, 60, 1, 4).groupBy(slow("id") % 2).count().collect()


def job():
    context.parallelize(range(40), 2).map(nap).map(lambda v: (v % 2, v)).groupByKey(2).collect()


def run(group, work):
    context.setJobGroup(group, f"{work.__name__} of {group}", interruptOnCancel=True)
    context.setLocalProperty("spark.scheduler.pool", group)
    try:
        work()
    except Exception as error:
        print(group, "ended with", type(error).__name__)


def cancel_a_stage():
    stage = tracker.getJobInfo(tracker.getActiveJobsIds()[0]).stageIds[0]
    context._jsc.sc().cancelStage(stage)


for cancel, works in (
    (lambda: context.cancelJobGroup("first"), [("first", query), ("second", job)]),
    (cancel_a_stage, [("third", job)]),
    (context.cancelAllJobs, [("fourth", query), ("fifth", job)]),
):
    threads = [InheritableThread(target=run, args=work) for work in works]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while len(tracker.getActiveJobsIds()) < len(works) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)
    cancel()
    for thread in threads:
        thread.join()
print(spark.range(10).count())
spark.stop()
