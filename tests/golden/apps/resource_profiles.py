"""Stages that ask for executors and tasks of their own kind. Run on local-cluster[2,2,1024], with
dynamic allocation where executors are to be of another kind."""

from pyspark import SparkContext
from pyspark.resource import ExecutorResourceRequests, ResourceProfileBuilder, TaskResourceRequests

context = SparkContext(appName="resource profiles")
dynamic = context.getConf().get("spark.dynamicAllocation.enabled") == "true"
print(context.parallelize(range(60), 3).count())
for cpus, memory in ((1, "600m"), (2, "700m")):
    builder = ResourceProfileBuilder().require(TaskResourceRequests().cpus(cpus))
    if dynamic:
        wanted = ExecutorResourceRequests().cores(cpus).memory(memory).memoryOverhead("50m")
        builder.require(wanted)
    context.setJobDescription(f"{cpus} cpus, {memory}")
    pairs = context.parallelize(range(60), 4).map(lambda v: (v % 3, v))
    profiled = pairs.withResources(builder.build)
    # Executors that hold shuffle files would not go, and the next kind finds no room.
    print((profiled if dynamic else profiled.reduceByKey(lambda a, b: a + b, 2)).count())
context.stop()
