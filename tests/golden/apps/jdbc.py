"""A Thrift server, and JDBC clients of it (Spark's beeline): sessions of two users with statements
that succeed, fail, are interrupted by Ctrl-C, and take longer than they may."""

import os
import signal
import socket
import subprocess
import time

from pyspark.sql import SparkSession

BEELINE = os.path.join(os.environ["SPARK_HOME"], "bin/beeline")
SLOW = "SELECT count(*) FROM range(0, 2000000000000, 1, 2) WHERE pow(id, 0.5) < 0"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


port = free_port()
spark = (
    SparkSession.builder.appName("Thrift JDBC/ODBC Server")
    .config("spark.hadoop.hive.server2.thrift.port", str(port))
    .config("spark.hadoop.hive.server2.thrift.bind.host", "127.0.0.1")
    .config("spark.sql.shuffle.partitions", "2")
    .getOrCreate()
)
jvm = spark.sparkContext._jvm
server = jvm.org.apache.spark.sql.hive.thriftserver.HiveThriftServer2
server.startWithSparkSession(spark._jsparkSession, False)


def client(user, *statements):
    command = [BEELINE, "-u", f"jdbc:hive2://127.0.0.1:{port}/default", "-n", user, "--force=true"]
    for statement in statements:
        command += ["-e", statement]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)


tables = client(
    "ann",
    "CREATE TEMPORARY VIEW numbers AS SELECT id, id % 3 AS third FROM range(1000)",
    "SELECT third, count(*) AS n, 'caf\u00e9 <i>' AS label FROM numbers GROUP BY third ORDER BY third",
    "SELECT * FROM nowhere",
    "SELECT raise_error('no <b>such</b> luck') FROM numbers",
)
tables.wait(60)
limited = ("SET spark.sql.thriftServer.queryTimeout=2", SLOW)
for user, statements in (("bob <b>", limited), ("ann", (SLOW,))):
    waiting = client(user, *statements)
    time.sleep(12)
    os.killpg(waiting.pid, signal.SIGINT)
    waiting.wait(60)
spark.stop()
