"""Illnesses that need several executors. Each function is one application, sick or healthy."""

import glob
import os
import signal
import threading
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


def executor_jvm():
    """The process above the daemon that started this Python worker."""
    with open(f"/proc/{os.getppid()}/stat") as stat:
        return int(stat.read().rsplit(")", 1)[1].split()[1])


def executor_option(name):
    with open(f"/proc/{executor_jvm()}/cmdline") as line:
        words = line.read().split("\0")
    return words[words.index(name) + 1]


def kill_executor():
    os.kill(executor_jvm(), signal.SIGKILL)
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


def slow_host(spark, sick, _):
    """Tasks take twice as long on one of two hosts, or as long on both."""

    def work(_):
        time.sleep(2 if sick and executor_option("--hostname") == "127.0.0.2" else 1)

    for _ in range(3):
        spark.sparkContext.parallelize(range(30), 30).foreach(work)


def speculation_waste(spark, sick, _):
    """Some tasks have more to do than others, and another job waits for the cores that copies of
    these tasks take. Healthy: none is copied (a setting of the case)."""
    other = threading.Thread(target=naps, args=(spark, [1] * 70))
    other.start()
    for _ in range(4):
        naps(spark, [2] * 6 + [5] * 2)
    other.join()


def recomputed_stages(spark, sick, folder):
    """The files of a shuffle are deleted while its second half is still to be read, or stay."""
    local = spark.sparkContext.getConf().get("spark.local.dir")
    mark = f"{folder}/deleted-{spark.sparkContext.applicationId}"

    def first(number):
        time.sleep(2)
        return number % 16, number

    def second(index, items):
        if sick and index == 1 and not os.path.exists(mark):
            os.mkdir(mark)
            for file in glob.glob(f"{local}/**/shuffle_*.data", recursive=True):
                os.remove(file)
        time.sleep(1)
        yield len(list(items))

    pairs = spark.sparkContext.parallelize(range(16), 16).map(first)
    print(pairs.partitionBy(16).mapPartitionsWithIndex(second).sum())


def scheduling_delay(spark, sick, _):
    """All partitions that are wanted are cached by one of two executors, for which tasks wait, or
    do not (a setting of the case)."""

    def first(index, items):
        time.sleep(0.5)
        yield index, int(executor_option("--executor-id")), list(items)

    def second(items):
        time.sleep(1)
        yield len(list(items))

    rows = spark.sparkContext.parallelize(range(3200), 32).mapPartitionsWithIndex(first).cache()
    places = rows.map(lambda row: row[:2]).collect()
    wanted = [index for index, executor in places if executor == places[0][1]]
    for _ in range(3):
        spark.sparkContext.runJob(rows, second, wanted)


def excluded_executors(spark, sick, _):
    """All tasks fail on one of four executors, at once, or none does."""

    def work(_):
        if sick and executor_option("--executor-id") == "1":
            raise OSError("no space left on device")
        time.sleep(1)

    spark.sparkContext.parallelize(range(64), 64).foreach(work)


def fetch_wait(spark, sick, folder):
    """One of three executors, busy with another job, stands still for ten seconds while the others
    want blocks of a shuffle from it, or does not."""
    context = spark.sparkContext
    mark = f"{folder}/read-{context.applicationId}"

    def first(number):
        time.sleep(0.5)
        return [(key, os.urandom(20_000)) for key in range(8)]

    def second(items):
        yield sum(len(text) for _, text in items)
        time.sleep(1)

    def occupy(_):
        if sick:
            os.kill(executor_jvm(), signal.SIGSTOP)
            time.sleep(10)
            os.kill(executor_jvm(), signal.SIGCONT)
        while not os.path.exists(mark):
            time.sleep(0.1)

    parts = context.parallelize(range(24), 24).flatMap(first).partitionBy(8)
    parts.count()
    other = threading.Thread(target=context.parallelize([0], 1).foreach, args=(occupy,))
    other.start()
    time.sleep(1)
    print(parts.mapPartitions(second).sum())
    os.mkdir(mark)
    other.join()
