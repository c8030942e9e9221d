"""Loses shuffle files, so that a fetch fails and a stage runs again, then a whole executor. Blocks
are cached, replicated and given back. Run on local-cluster[2,1,1024]."""

import glob
import os
import signal
import time

from pyspark import SparkConf, SparkContext, StorageLevel, TaskContext

conf = SparkConf().setAppName("executor loss").set("spark.shuffle.io.retryWait", "1s")
conf.set("spark.shuffle.io.maxRetries", "1").set("spark.executor.heartbeatInterval", "1s")
conf.set("spark.network.timeout", "60s").set("spark.executor.metrics.pollingInterval", "200ms")
context = SparkContext(conf=conf)

numbers = context.parallelize(range(2000), 4).setName("cached numbers")
numbers.persist(StorageLevel.MEMORY_AND_DISK_2)
print(numbers.sum())
on_disk = context.parallelize(range(300), 2).persist(StorageLevel.DISK_ONLY)
print(on_disk.count())
on_disk.unpersist(blocking=True)

shuffled = numbers.map(lambda v: (v % 7, v)).reduceByKey(lambda a, b: a + b, 3)
print(shuffled.count())
context.setJobDescription("misses its shuffle files")
for file in glob.glob(
    context.getConf().get("spark.local.dir") + "/**/shuffle_*.data", recursive=True
):
    os.unlink(file)
print(shuffled.mapValues(lambda v: v + 1).collect())


def kill_executor(index, items):
    """Kills the JVM above this Python worker, the first time only."""
    if index == 0 and TaskContext.get().attemptNumber() == 0:
        parent = os.getppid()
        with open("/proc/%d/stat" % parent) as stat:
            grandparent = int(stat.read().rsplit(")", 1)[1].split()[1])
        os.kill(grandparent, signal.SIGKILL)
        time.sleep(5)
    yield sum(1 for _ in items)


context.setJobDescription("kills an executor")
print(context.parallelize(range(40), 2).mapPartitionsWithIndex(kill_executor).collect())
context.setJobDescription("goes on with one executor")
print(shuffled.count())
numbers.unpersist(blocking=True)
context.stop()
