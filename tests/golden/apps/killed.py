"""Is killed with its JVM while a job runs: its log has no end."""

import os
import signal
import threading
import time

from pyspark import SparkContext

context = SparkContext(appName="killed half way")
print(context.parallelize(range(50), 2).map(lambda v: (v % 2, v)).groupByKey().count())


def nap(items):
    time.sleep(1.5)
    yield sum(items)


def work():
    context.setJobDescription("never ends")
    context.parallelize(range(60), 6).mapPartitions(nap).map(lambda v: (v, 1)).groupByKey(2).count()


threading.Thread(target=work, daemon=True).start()
time.sleep(2.5)
jvm = int(context._jvm.java.lang.ProcessHandle.current().pid())
os.kill(jvm, signal.SIGKILL)
os._exit(137)
