"""Tasks that fail and are tried again, a job that fails for good, and an exit code.
Run with retries: --master local[2,3]."""

import sys

from pyspark import SparkContext, TaskContext

context = SparkContext(appName="failures")


def flaky(index, items):
    if index == 1 and TaskContext.get().attemptNumber() < 2:
        raise ValueError('row 7: <img src=x onerror="alert(1)"> \u2028 is no number')
    yield sum(items)


def hopeless(index, items):
    if index == 2:
        raise RuntimeError("always wrong\n\tin \u00fcberall")
    yield sum(items)


numbers = context.parallelize(range(100), 4)
context.setJobDescription("survives two failures")
print(numbers.mapPartitionsWithIndex(flaky).collect())
context.setJobDescription("fails after a shuffle")
try:
    numbers.map(lambda v: (v % 3, v)).groupByKey(3).mapPartitionsWithIndex(hopeless).collect()
except Exception as error:  # the driver goes on
    print("failed:", type(error).__name__)
print(context.parallelize([], 2).count())
context.stop()
sys.exit(3)
