"""Runs one query whose plan has more than a thousand operators: a union of many small ones."""

import sys
from functools import reduce

from pyspark.sql import SparkSession

BRANCHES = 340  # of three operators each


def branch(spark, number):
    return spark.range(0, 10, 1, 1).filter(f"id % {number % 7 + 2} = 0").selectExpr(f"id + {number} AS n")


spark = SparkSession.builder.appName("a plan of a thousand operators").getOrCreate()
parts = [branch(spark, number) for number in range(BRANCHES)]
rows = len(reduce(lambda a, b: a.union(b), parts).collect())
spark.stop()
sys.exit(0 if rows > 0 else 1)
