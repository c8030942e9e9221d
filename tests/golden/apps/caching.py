"""Blocks of every storage level, replicated, partly cached, read again, given back; stages that are
skipped because of them; a checkpoint.  usage: caching.py FOLDER"""

import sys

from pyspark import SparkContext, StorageLevel

context = SparkContext(appName="caching")
context.setCheckpointDir(sys.argv[1] + "/checkpoints")
pairs = context.parallelize(range(3000), 4).map(lambda v: (v % 13, v)).setName("pairs").cache()
sums = pairs.reduceByKey(lambda a, b: a + b, 3).setName("sums").persist(StorageLevel.DISK_ONLY)
print(sums.count(), sums.count())
held = []
for name in ("MEMORY_AND_DISK", "MEMORY_ONLY_2", "MEMORY_AND_DISK_2", "DISK_ONLY_2", "OFF_HEAP"):
    level = getattr(StorageLevel, name)
    held.append(context.parallelize(range(200), 2).setName(name.lower()).persist(level))
    print(name, held[-1].count())
held[0].unpersist(blocking=True)
print(held[2].take(1))
partly = context.parallelize(range(90), 6).setName("partly cached").cache()
print(partly.take(20))
saved = sums.mapValues(lambda v: v % 10)
saved.checkpoint()
print(saved.count(), saved.join(pairs, 2).keys().distinct().count())
print(context.broadcast(list(range(5000))).value[-1])
context.stop()
