"""Stages whose tasks wait for each other; one task fails and all are tried again; one stage asks for
more slots than there are.  usage: barrier.py FOLDER"""

import os
import sys

from pyspark import BarrierTaskContext, SparkConf, SparkContext

conf = SparkConf().setAppName("barrier")
conf.set("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
conf.set("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures", "1")
context = SparkContext(conf=conf)
marker = sys.argv[1] + "/barrier-failed-once"


def meet(items):
    task = BarrierTaskContext.get()
    task.barrier()
    yield len(task.allGather(str(task.partitionId()))), sum(items)


def fail_once(items):
    task = BarrierTaskContext.get()
    task.barrier()
    if task.partitionId() == 1 and not os.path.exists(marker):
        os.makedirs(os.path.dirname(marker), exist_ok=True)
        open(marker, "w").close()
        raise RuntimeError("one fails, all start again")
    yield sum(items)


for work, width in ((meet, 3), (fail_once, 3), (meet, 40)):
    context.setJobDescription(f"{work.__name__} with {width}")
    try:
        numbers = context.parallelize(range(120), width).barrier().mapPartitions(work)
        print(numbers.map(lambda v: (1, v)).groupByKey(2).count())
    except Exception as error:
        print("failed:", type(error).__name__)
context.stop()
