"""Illnesses that need several executors. Each function is one application, sick or healthy."""

import os
import signal
import time

from task_apps import naps


def idle_cores(spark, sick, _):
    """Two tasks at a time; how many executors there are says the case."""
    for _ in range(6):
        naps(spark, [2, 2])


def waiting_for_executors(spark, sick, _):
    """Workers come late, or are there (a matter of the case)."""
    naps(spark, [1] * 24)


def executor_memory_unused(spark, sick, _):
    """Executors with far more memory than they use, or with less."""
    naps(spark, [1] * 16)


def kill_executor():
    """Kills the JVM above this Python worker."""
    parent = os.getppid()
    with open(f"/proc/{parent}/stat") as stat:
        grandparent = int(stat.read().rsplit(")", 1)[1].split()[1])
    os.kill(grandparent, signal.SIGKILL)
    time.sleep(5)


def lost_executors(spark, sick, folder):
    """An executor is killed when the second stage has begun; what it had must be made again."""

    def first(number):
        time.sleep(2)
        return number % 8, number

    mark = f"{folder}/killed-{spark.sparkContext.applicationId}"

    def second(index, items):
        if sick and index == 1 and not os.path.exists(mark):
            time.sleep(2)
            os.mkdir(mark)
            kill_executor()
        time.sleep(2)
        yield len(list(items))

    pairs = spark.sparkContext.parallelize(range(12), 12).map(first)
    print(pairs.partitionBy(8).mapPartitionsWithIndex(second).sum())


def scaling(spark, sick, _):
    """The same work on any number of executors: two waves of uneven tasks, and a driver."""
    naps(spark, [0.5 + index % 5 * 0.25 for index in range(32)])
    time.sleep(2)
    naps(spark, [1.5] * 12)
    naps(spark, [3])
