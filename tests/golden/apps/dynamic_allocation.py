"""Executors that come when there is work and go when there is none. Run on
local-cluster[2,1,1024]."""

import time

from pyspark import SparkConf, SparkContext

conf = SparkConf().setAppName("dynamic allocation")
for key, value in {
    "enabled": "true",
    "shuffleTracking.enabled": "true",
    "shuffleTracking.timeout": "1s",
    "minExecutors": "0",
    "maxExecutors": "2",
    "executorIdleTimeout": "2s",
    "cachedExecutorIdleTimeout": "3s",
    "schedulerBacklogTimeout": "1s",
}.items():
    conf.set("spark.dynamicAllocation." + key, value)
context = SparkContext(conf=conf)


def nap(items):
    time.sleep(0.5)
    yield sum(items)


for burst in range(2):
    context.setJobDescription(f"burst {burst}")
    numbers = context.parallelize(range(300), 5).map(lambda v: (v % 4, v))
    print(numbers.reduceByKey(lambda a, b: a + b, 2).values().mapPartitions(nap).collect())
    time.sleep(6)  # until the executors are gone
context.stop()
