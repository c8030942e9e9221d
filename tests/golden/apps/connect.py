"""A Spark Connect server, and clients of it: sessions of several users, one of them left open, with
requests that succeed, fail and are interrupted. Needs what the extra "connect" of pyspark needs."""

import os
import socket
import subprocess
import sys
import threading
import time

from pyspark.sql import SparkSession, functions as F


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connected(url, user):
    return SparkSession.builder.remote(f"{url}/;user_id={user}").create()


def attempt(work):
    try:
        print(work())
    except Exception as error:
        print("ended with", type(error).__name__)


def napping(seconds):
    def nap(value):
        time.sleep(seconds)
        return value

    return F.udf(nap, "long")


def analyse(url):
    """Ann's first session has tags, and all ends that a request can have."""
    session = connected(url, "ann")
    session.range(1000).withColumn("half", F.col("id") % 2).createOrReplaceTempView("numbers")
    session.addTag("nightly")
    session.addTag("a&b <i>")
    halves = "SELECT half, count(*) AS n FROM numbers GROUP BY half ORDER BY half"
    attempt(session.sql(halves).collect)
    session.clearTags()
    attempt(lambda: session.sql("SELECT * FROM nowhere"))
    attempt(session.range(5).select(F.raise_error(F.lit("no <b>such</b> luck"))).collect)

    def work():  # tags are those of a thread
        session.addTag("slow")
        session.range(0, 200, 1, 2).select(napping(0.3)("id")).collect()

    thread = threading.Thread(target=attempt, args=(work,))
    thread.start()
    time.sleep(6)
    session.interruptTag("slow")
    thread.join()
    session.stop()


def store(url, folder):
    """Bob's session writes a table and reads it; it is never stopped."""
    session = connected(url, "bob <b>")
    named = [(number, f"name {number}") for number in range(50)]
    rows = session.createDataFrame(named, "id INT, name STRING")
    attempt(lambda: rows.write.mode("overwrite").parquet(f"{folder}/names"))
    names = session.read.parquet(f"{folder}/names")
    attempt(names.limit(3).toPandas)


def serve(folder):
    port = free_port()
    spark = (
        SparkSession.builder.appName("connect server")
        .config("spark.plugins", "org.apache.spark.sql.connect.SparkConnectPlugin")
        .config("spark.connect.grpc.binding.port", str(port))
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    # A client may not know a master beside the server.
    environment = {name: value for name, value in os.environ.items() if name != "MASTER"}
    for client in ("analyse", "store"):
        command = [sys.executable, __file__, client, f"sc://127.0.0.1:{port}", folder]
        subprocess.run(command, env=environment, check=True, timeout=240)
    spark.stop()


if sys.argv[1] == "analyse":
    analyse(sys.argv[2])
elif sys.argv[1] == "store":
    store(sys.argv[2], sys.argv[3])
else:
    serve(sys.argv[1])
