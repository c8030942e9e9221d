"""The logs of tests/golden/logs that real Spark makes, one row a log."""

import signal
from dataclasses import dataclass, field

# The server that is asked is of this version; other versions write logs only.
SERVER_VERSION = "4.3.0"


@dataclass(frozen=True)
class Row:
    app_id: str  # what the application is called in its log
    program: str  # apps/<program>.py
    spark: str
    codec: str  # of Spark's own writer; "none" is plain text
    layout: str  # single, rolling (three files), or compacted (rolling, the first two put together)
    master: str  # "two hosts": a standalone cluster with a worker on each of two addresses
    conf: dict = field(default_factory=dict)


def local(number):
    return f"local-1700000000{number:03d}"


def cluster(number):
    return f"app-20240101000000-{number:04d}"


BLOCKS = {"spark.eventLog.logBlockUpdates.enabled": "true"}
PEAKS = {"spark.eventLog.logStageExecutorMetrics": "true"}
EXCLUSION = {"spark.excludeOnFailure.enabled": "true"}
LONG_FORM = {"spark.eventLog.longForm.enabled": "true"}
DYNAMIC = {
    "spark.dynamicAllocation.enabled": "true",
    "spark.dynamicAllocation.shuffleTracking.enabled": "true",
    "spark.dynamicAllocation.executorIdleTimeout": "2s",
    "spark.dynamicAllocation.maxExecutors": "2",
    "spark.executor.cores": "1",
    "spark.executor.memory": "512m",
}
LOSS = BLOCKS | PEAKS | EXCLUSION
SMALL_CLUSTER = "local-cluster[2,1,1024]"
WIDER_CLUSTER = "local-cluster[2,2,1024]"

# derived_logs.py stores these, in several forms; it says how.
SOURCES = (
    Row(local(1), "etl", "4.3.0", "none", "single", "local[2]", LONG_FORM),
    Row(local(2), "failures", "4.3.0", "none", "single", "local[2,3]"),
    Row(local(3), "groups", "4.3.0", "none", "single", "local[3]"),
    Row(cluster(4), "loss", "4.3.0", "none", "single", SMALL_CLUSTER, LOSS),
    Row(local(5), "killed", "4.3.0", "none", "single", "local[2]"),
)

# Python 3.11 cannot send functions to the workers of Spark 3.3, so there it is queries only.
ROWS = (
    Row(local(101), "sql_adaptive", "3.3.4", "zstd", "single", "local[2]"),
    Row(local(102), "sql_nested", "3.3.4", "zstd", "rolling", "local[2]"),
    Row(local(103), "sql_failures", "3.3.4", "lz4", "single", "local[2,3]"),
    Row(local(104), "sql_plans", "3.3.4", "snappy", "rolling", "local[2]"),
    Row(local(111), "failures", "3.5.9", "lzf", "single", "local[2,3]"),
    Row(local(112), "groups", "3.5.9", "none", "rolling", "local[3]"),
    Row(cluster(113), "loss", "3.5.9", "zstd", "single", SMALL_CLUSTER, LOSS),
    Row(local(114), "streaming", "3.5.9", "zstd", "single", "local[2]"),
    Row(cluster(115), "dynamic_allocation", "3.5.9", "snappy", "single", SMALL_CLUSTER),
    Row(local(116), "sql_adaptive", "3.5.9", "zstd", "rolling", "local[2]"),
    Row(local(117), "sql_failures", "3.5.9", "lzf", "compacted", "local[2,3]"),
    Row(local(121), "hostile", "4.0.5", "zstd", "rolling", "local[2]"),
    Row(local(122), "sql_failures", "4.0.5", "lzf", "single", "local[2,3]"),
    Row(local(123), "barrier", "4.0.5", "none", "single", "local[3]"),
    Row(cluster(124), "caching", "4.0.5", "snappy", "single", SMALL_CLUSTER, BLOCKS | PEAKS),
    Row(local(131), "sql_nested", "4.1.4", "zstd", "single", "local[2]", LONG_FORM),
    Row(local(132), "killed", "4.1.4", "lz4", "single", "local[2]"),
    Row(local(133), "python_functions", "4.1.4", "lzf", "rolling", "local[2]"),
    Row(cluster(134), "resource_profiles", "4.1.4", "snappy", "rolling", WIDER_CLUSTER, DYNAMIC),
    Row(local(135), "sql_plans", "4.1.4", "lz4", "single", "local[2]"),
    Row(local(141), "sql_adaptive", "4.3.0", "zstd", "rolling", "local[2]"),
    Row(local(142), "sql_nested", "4.3.0", "zstd", "single", "local[2]"),
    Row(local(143), "hostile", "4.3.0", "zstd", "single", "local[2]"),
    Row(local(144), "streaming", "4.3.0", "zstd", "rolling", "local[2]"),
    Row(local(145), "cancelled", "4.3.0", "snappy", "single", "local[4]"),
    Row(local(146), "python_functions", "4.3.0", "zstd", "single", "local[2,2]"),
    Row(cluster(147), "speculation", "4.3.0", "lzf", "single", "two hosts"),
    Row(cluster(148), "dynamic_allocation", "4.3.0", "lz4", "rolling", SMALL_CLUSTER),
    Row(cluster(149), "resource_profiles", "4.3.0", "none", "single", WIDER_CLUSTER),
    Row(cluster(150), "caching", "4.3.0", "zstd", "single", SMALL_CLUSTER, BLOCKS),
    Row(local(151), "barrier", "4.3.0", "lz4", "single", "local[3]"),
    Row(local(152), "sql_failures", "4.3.0", "zstd", "rolling", "local[2,3]"),
    Row(local(153), "groups", "4.3.0", "zstd", "compacted", "local[3]"),
    Row(cluster(154), "loss", "4.3.0", "zstd", "compacted", SMALL_CLUSTER, LOSS),
    Row(local(155), "connect", "4.3.0", "zstd", "single", "local[2]"),
    Row(local(156), "jdbc", "4.3.0", "zstd", "single", "local[2]"),
)

# The exit status of a program where it is not 0.
EXIT_STATUS = {"failures": 3, "killed": -signal.SIGKILL, "sql_failures": 1}


def log_name(row):
    """What the log is called once its application has ended."""
    if row.layout != "single":
        return f"eventlog_v2_{row.app_id}"
    return row.app_id if row.codec == "none" else f"{row.app_id}.{row.codec}"
