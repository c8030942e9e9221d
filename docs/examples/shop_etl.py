"""A small but honest ETL: orders and customers as CSV in, sales for each region as Parquet out.

Usage: shop_etl.py INPUT_FOLDER OUTPUT_FOLDER [ORDERS [tuned]]

What there is to see in the dashboard: a skewed join (one customer has a third of all orders), a
cached table that is used twice, a Python UDF, and a task that fails once and is tried again.
Needs a master that retries tasks, such as local[2,2]. With `tuned`, customers are sent to every
executor instead of being shuffled, and what was Python is said with Spark's own functions.
"""

import csv
import os
import random
import sys

from pyspark import TaskContext
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType

REGIONS = ["north", "south", "east", "west"]
CUSTOMERS = 2_000


def make_input(folder, orders):
    """Writes the same customers and orders every time; keeps them when they are there."""
    path = os.path.join(folder, f"orders-{orders}.csv")
    if os.path.exists(path):
        return path
    os.makedirs(folder, exist_ok=True)
    chance = random.Random(7)
    with open(os.path.join(folder, "customers.csv"), "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["customer", "region"])
        rows.writerows([number, REGIONS[number % 4]] for number in range(CUSTOMERS))
    with open(path + ".part", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["order", "customer", "amount", "product"])
        for number in range(orders):
            customer = 0 if chance.random() < 0.33 else chance.randrange(CUSTOMERS)
            amount = round(chance.expovariate(0.02), 2)
            rows.writerow([number, customer, amount, f"item-{chance.randrange(500)}"])
    os.replace(path + ".part", path)
    return path


@F.udf(returnType=StringType())
def size_of(amount):
    if amount > 200:
        return "large"
    return "medium" if amount > 50 else "small"


def own_size_of(amount):
    amount = F.col(amount)
    return F.when(amount > 200, "large").when(amount > 50, "medium").otherwise("small")


def fail_once(rows):
    """The first attempt of partition 1 fails, as a flaky disk would make it fail."""
    context = TaskContext.get()
    if context.partitionId() == 1 and context.attemptNumber() == 0:
        raise OSError("disk went away for a moment (on purpose; the next attempt succeeds)")
    return rows


def main():
    input_folder, output_folder = sys.argv[1:3]
    orders_path = make_input(input_folder, int(sys.argv[3]) if len(sys.argv) > 3 else 300_000)
    spark = SparkSession.builder.getOrCreate()
    context = spark.sparkContext

    context.setJobDescription("Read orders and customers")
    orders = spark.read.csv(orders_path, header=True, inferSchema=True)
    customers = spark.read.csv(
        os.path.join(input_folder, "customers.csv"), header=True, inferSchema=True
    )

    # Unless told otherwise a shuffle join, so that the customer with a third of all orders makes one
    # task the last.
    is_tuned = sys.argv[4:] == ["tuned"]
    hint, size = ("broadcast", own_size_of) if is_tuned else ("merge", size_of)
    context.setJobDescription("Join orders with customers")
    sales = (
        orders.repartition(8, "customer")
        .join(customers.hint(hint), "customer")
        .withColumn("size", size("amount"))
        .cache()
    )
    print("orders joined:", sales.count())

    context.setJobDescription("Check the products with a flaky disk")
    products = sales.select("product").rdd.mapPartitions(fail_once).distinct().count()
    print("products:", products)

    context.setJobDescription("Write sales for each region and size")
    totals = sales.groupBy("region", "size").agg(
        F.sum("amount").alias("amount"), F.count("*").alias("orders")
    )
    totals.write.mode("overwrite").partitionBy("region").parquet(output_folder)
    spark.stop()


if __name__ == "__main__":
    main()
