"""Slow tasks that get a second copy on another host. Run on a cluster of two hosts."""

import time

from pyspark import SparkConf, SparkContext, TaskContext

conf = SparkConf().setAppName("speculation").set("spark.speculation", "true")
conf.set("spark.speculation.interval", "100ms").set("spark.speculation.multiplier", "1.2")
conf.set("spark.speculation.quantile", "0.5").set("spark.speculation.minTaskRuntime", "100ms")
context = SparkContext(conf=conf)


def one_is_slow(index, items):
    first = TaskContext.get().attemptNumber() == 0
    time.sleep(6 if index == 2 and first else 0.2)
    yield sum(items)


numbers = context.parallelize(range(400), 8)
context.setJobDescription("a slow task at the end")
print(numbers.mapPartitionsWithIndex(one_is_slow).collect())
context.setJobDescription("a slow task before a shuffle")
pairs = numbers.mapPartitionsWithIndex(one_is_slow).map(lambda v: (v % 3, v))
print(pairs.reduceByKey(lambda a, b: a + b, 2).count())
context.stop()
