"""Jobs with groups, tags and descriptions; one group and one tag are cancelled while they run."""

import threading
import time

from pyspark import InheritableThread, SparkContext

context = SparkContext(appName="groups & tags")


def nap(items):
    time.sleep(1.5)
    yield sum(items)


def run(group, description, tags, napping):
    context.setJobGroup(group, description)
    for tag in tags:
        context.addJobTag(tag)
    numbers = context.parallelize(range(40), 5)
    try:
        print((numbers.mapPartitions(nap) if napping else numbers).map(lambda v: (v, 1)).count())
    except Exception as error:
        print(group, "ended with", type(error).__name__)
    for tag in tags:
        context.removeJobTag(tag)


run("morning", "quick, with 'quotes' & <tags>", ["daily", "a&b", "\u00e9t\u00e9"], False)
threads = [
    InheritableThread(target=run, args=("long one", "will be cancelled", [], True)),
    InheritableThread(target=run, args=("tagged", "cancelled by tag", ["slow"], True)),
]
for thread in threads:
    thread.start()
time.sleep(2.2)
context.cancelJobGroup("long one")
context.cancelJobsWithTag("slow")
for thread in threads:
    thread.join()
time.sleep(1.7)  # the tasks notice that they were killed
run("evening", "", ["daily"], False)
context.stop()
