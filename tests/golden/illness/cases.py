"""The illnesses: one row is an application that has exactly one of them, and its healthy twin, with
the advised change applied."""

from dataclasses import dataclass, field

LOCAL = "local[4]"
TWO_CORES = "local[2]"  # what keeps cores busy must not share them
# A standalone cluster, a worker with two cores on each of two addresses.
TWO_HOSTS = "two hosts"
LATE_HOSTS = "two late hosts"  # whose workers come when the application has waited


@dataclass(frozen=True)
class Case:
    name: str  # of the function of *_apps.py, unless there is `app`
    rule: str  # that finds it, before all others
    # How many times more or less than promised the healthy run may save; 0: nothing is promised.
    factor: float = 2
    master: str = LOCAL
    conf: dict = field(default_factory=dict)  # of both
    sick: dict = field(default_factory=dict)  # what only one of them has
    healthy: dict = field(default_factory=dict)
    healthy_master: str = ""  # where it is another
    app: str = ""
    saves: str = "ms"  # of the duration, or "coreMs" of the time that executors held their cores
    # Rules that speak of the same illness in other words, and may come before it.
    also: tuple = ()

    def app_id(self, state):
        return f"illness-{self.name.replace('_', '-')}-{state}"


STATES = ("sick", "healthy")
AQE = "spark.sql.adaptive."
PARTITIONS = "spark.sql.shuffle.partitions"
THRESHOLD = "spark.sql.autoBroadcastJoinThreshold"
SPLIT = {
    PARTITIONS: "16",
    f"{AQE}skewJoin.skewedPartitionThresholdInBytes": "1MB",
    f"{AQE}advisoryPartitionSizeInBytes": "512KB",
    f"{AQE}coalescePartitions.enabled": "false",
}


def all_executors(cores):
    """Nothing is run before all of them are there."""
    return {
        "spark.cores.max": str(cores),
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.executor.heartbeatInterval": "1s",
    }


FOUR_CORES = all_executors(4)
PEAKS = {
    "spark.eventLog.logStageExecutorMetrics": "true",
    "spark.executor.metrics.pollingInterval": "50ms",
}
SPECULATION = {"spark.speculation": "true"}
ON_TWO = "local-cluster[2,2,1024]"
LARGE_HEAP = {"spark.driver.memory": "3g"}
# A driver's JVM that no other application had before: its garbage collections count, too.
OWN_DRIVER = {"spark.driver.memory": "1001m"}
# Two executors whose heap is nearly full, or has much room.
TWO_HEAPS = "local-cluster[2,1,2048]"
LITTLE_HEAPS = {"spark.executor.memory": "480m"}
LARGE_HEAPS = {"spark.executor.memory": "2g"}

CASES = (
    Case(
        *("skewed_join", "partition-skew"),
        conf=SPLIT,
        sick={f"{AQE}skewJoin.enabled": "false"},
        healthy={f"{AQE}skewJoin.enabled": "true"},
    ),
    Case("skewed_aggregation", "partition-skew"),
    Case("straggler", "straggler", master=TWO_HOSTS, healthy=SPECULATION, conf=FOUR_CORES),
    Case("spill", "spill", factor=3, conf={"spark.driver.memory": "512m"}),
    Case("small_tasks", "small-tasks"),
    Case("too_few_partitions", "too-few-partitions"),
    Case("single_task_stage", "single-task-stage"),
    Case("driver_gap", "driver-gap"),
    Case("failed_tasks", "failed-tasks", master="local[4,4]", saves="coreMs"),
    # Half of it is in the finding of small-tasks.
    Case("small_files_written", "small-files-written", factor=4, also=("small-tasks",)),
    Case("small_files_read", "small-files-read", factor=3),
    Case("missed_broadcast", "missed-broadcast", factor=3, sick={THRESHOLD: "-1"}),
    Case("exploding_join", "exploding-join"),
    Case("cross_join", "cross-join"),
    Case("python_udf", "python-udf"),
    Case("repeated_scan", "repeated-scan"),
    Case("large_results", "large-results"),
    Case("aqe_off", "aqe-off-plan", conf={PARTITIONS: "2000"}, sick={f"{AQE}enabled": "false"}),
    Case(
        *("unknown_settings", "unknown-settings", 0),
        app="settings",
        sick={"spark.exectuor.memory": "4g", "spark.sql.shufle.partitions": "64"},
    ),
    Case(
        *("deprecated_settings", "deprecated-settings", 0),
        app="settings",
        sick={"spark.blacklist.enabled": "false", "spark.reducer.maxMbInFlight": "48"},
    ),
    Case(
        *("unhelpful_settings", "unhelpful-settings"),
        app="aqe_off",
        conf={PARTITIONS: "2000"},
        sick={f"{AQE}coalescePartitions.enabled": "false"},
    ),
    Case(
        *("idle_cores", "idle-cores"),
        master="local-cluster[4,1,1024]",
        healthy_master="local-cluster[2,1,1024]",
        sick=FOUR_CORES,
        healthy=all_executors(2),
        saves="coreMs",
        also=("too-few-partitions",),
    ),
    Case(
        *("waiting_for_executors", "waiting-for-executors"),
        master=LATE_HOSTS,
        healthy_master=TWO_HOSTS,
    ),
    Case(
        *("executor_memory_unused", "executor-memory-unused", 0),
        master="local-cluster[2,1,4096]",
        conf=all_executors(2) | PEAKS | OWN_DRIVER,
        sick={"spark.executor.memory": "4g"},
        healthy={"spark.executor.memory": "512m"},
    ),
    Case(
        *("lost_executors", "lost-executors"),
        master=ON_TWO,
        conf=FOUR_CORES,
    ),
    Case(
        *("gc_pressure", "gc-pressure"),
        master=TWO_HEAPS,
        conf=all_executors(2),
        sick=LITTLE_HEAPS,
        healthy=LARGE_HEAPS,
    ),
    Case(
        *("driver_gc", "driver-gc"),
        master="local-cluster[2,1,1024]",
        conf=all_executors(2) | PEAKS,
        sick={"spark.driver.memory": "481m"},
        healthy={"spark.driver.memory": "3000m"},
    ),
    Case(
        *("executor_memory_tight", "executor-memory-tight", 0),
        master=TWO_HEAPS,
        conf=all_executors(2) | PEAKS | OWN_DRIVER,
        sick=LITTLE_HEAPS,
        healthy=LARGE_HEAPS,
        also=("gc-pressure",),
    ),
    Case("cache_waste", "cache-waste", factor=3, master=TWO_CORES, conf=LARGE_HEAP),
    Case(
        *("cache_dropped", "cache-waste"),
        master=TWO_CORES,
        conf={"spark.memory.fraction": "0.25", "spark.eventLog.logBlockUpdates.enabled": "true"},
    ),
    Case(
        *("fetch_wait", "fetch-wait"),
        master="local-cluster[3,1,1024]",
        conf=all_executors(3) | {"spark.shuffle.readHostLocalDisk": "false"},
    ),
    Case(
        *("speculation_waste", "speculation-waste"),
        master=TWO_HOSTS,
        conf=FOUR_CORES | SPECULATION,
        sick={"spark.speculation.multiplier": "1.1", "spark.speculation.quantile": "0.5"},
        saves="coreMs",
    ),
    Case("slow_host", "slow-host", master=TWO_HOSTS, conf=FOUR_CORES),
    Case("recomputed_stages", "recomputed-stages", master=ON_TWO, conf=FOUR_CORES),
    Case(
        *("scheduling_delay", "scheduling-delay"),
        master=ON_TWO,
        conf=FOUR_CORES,
        sick={"spark.locality.wait": "10s"},
        healthy={"spark.locality.wait": "0s"},
    ),
    Case(
        *("excluded_executors", "excluded-executors", 0),
        master="local-cluster[4,1,1024]",
        conf=FOUR_CORES
        | {"spark.excludeOnFailure.enabled": "true", "spark.task.maxFailures": "8"},
        also=("failed-tasks",),
    ),
    Case(
        *("incomplete_log", "incomplete-log", 0),
        master="local[64]",
        sick={"spark.scheduler.listenerbus.eventqueue.capacity": "10"},
    ),
    Case("large_broadcast", "large-broadcast", master=TWO_CORES, conf=LARGE_HEAP),
    Case("full_scan", "full-scan", factor=3, master=TWO_CORES),
    Case("long_filter", "long-filter", 0, master=TWO_CORES),
    Case(
        *("huge_partitions", "huge-partitions", 0),
        master=TWO_CORES,
        conf={"spark.sql.files.minPartitionNum": "1"},
        sick={"spark.sql.files.maxPartitionBytes": "6g"},
    ),
    Case("shuffle_amplification", "shuffle-amplification", factor=3, master=TWO_CORES),
)
# The same job with as many executors, of one core each.
SCALING = (1, 2, 4)
SCALING_BOUND = 0.25  # of the error of the model, in parts of the real duration
