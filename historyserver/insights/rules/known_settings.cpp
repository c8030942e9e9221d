#include "historyserver/insights/rules/known_settings.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "common/base/hash.h"
#include "historyserver/insights/key_shapes.h"

namespace afterglow::history {
namespace {

constexpr std::string_view kKnown[] = {
#include "historyserver/insights/rules/known_settings.inc"
};

// Which keys are known, in one place of memory for each: the keys themselves are all over it. Two
// keys of one 64-bit hash would count as one.
class KnownHashes {
 public:
  KnownHashes() {
    for (const std::string_view key : kKnown) hashes_[place_of(fnv1a(key))] = fnv1a(key);
  }
  bool contains(std::string_view key) const { return hashes_[place_of(fnv1a(key))] != 0; }

 private:
  // Of the hash, or where it would be.
  std::size_t place_of(std::uint64_t hash) const {
    std::size_t place = hash % kPlaces;
    while (hashes_[place] != 0 && hashes_[place] != hash) place = (place + 1) % kPlaces;
    return place;
  }

  static constexpr std::size_t kPlaces = 2 * std::bit_ceil(std::size(kKnown));
  std::array<std::uint64_t, kPlaces> hashes_{};
};

// Below them, keys are names of the user's, of Hadoop's or of another program's.
constexpr std::array kOpen = std::to_array<std::string_view>({
    "spark.driver.resource.",
    "spark.executor.resource.",
    "spark.executorEnv.",
    "spark.files.io.",
    "spark.hadoop.",
    "spark.hive.",
    "spark.io.encryption.commons.config.",
    "spark.kubernetes.authenticate.",
    "spark.kubernetes.driver.annotation.",
    "spark.kubernetes.driver.label.",
    "spark.kubernetes.driver.node.selector.",
    "spark.kubernetes.driver.secretKeyRef.",
    "spark.kubernetes.driver.secrets.",
    "spark.kubernetes.driver.service.",
    "spark.kubernetes.driver.volumes.",
    "spark.kubernetes.driverEnv.",
    "spark.kubernetes.executor.annotation.",
    "spark.kubernetes.executor.label.",
    "spark.kubernetes.executor.node.selector.",
    "spark.kubernetes.executor.secretKeyRef.",
    "spark.kubernetes.executor.secrets.",
    "spark.kubernetes.executor.volumes.",
    "spark.kubernetes.node.selector.",
    "spark.metrics.conf.",
    "spark.mesos.",
    "spark.network.crypto.config.",
    "spark.plugins.internal.conf.",
    "spark.port.",
    "spark.redaction.",
    "spark.rpc.io.",
    "spark.shuffle.io.",
    "spark.shuffle.plugin.__config__.",
    "spark.sql.catalog.",
    "spark.ssl.",
    "spark.task.resource.",
    "spark.yarn.am.resource.",
    "spark.yarn.appMasterEnv.",
    "spark.yarn.driver.resource.",
    "spark.yarn.executor.resource.",
});

constexpr std::string_view kIgnored = "Spark ignores it.";
constexpr std::string_view kRefused = "It was removed: only its default is accepted.";

// What Spark itself warns of (SparkConf, SQLConf), and some that it forgot without a word.
constexpr std::array kOld = std::to_array<OldSetting>({
    {"spark.akka.frameSize", 200, "spark.rpc.message.maxSize", kIgnored},
    {"spark.akka.timeout", 200, "spark.network.timeout", kIgnored},
    {"spark.blacklist.application.fetchFailure.enabled", 301,
     "spark.excludeOnFailure.application.fetchFailure.enabled", kIgnored},
    {"spark.blacklist.application.maxFailedExecutorsPerNode", 301,
     "spark.excludeOnFailure.application.maxFailedExecutorsPerNode", kIgnored},
    {"spark.blacklist.application.maxFailedTasksPerExecutor", 301,
     "spark.excludeOnFailure.application.maxFailedTasksPerExecutor", kIgnored},
    {"spark.blacklist.enabled", 301, "spark.excludeOnFailure.enabled", kIgnored},
    {"spark.blacklist.killBlacklistedExecutors", 301,
     "spark.excludeOnFailure.killExcludedExecutors", kIgnored},
    {"spark.blacklist.stage.maxFailedExecutorsPerNode", 301,
     "spark.excludeOnFailure.stage.maxFailedExecutorsPerNode", kIgnored},
    {"spark.blacklist.stage.maxFailedTasksPerExecutor", 301,
     "spark.excludeOnFailure.stage.maxFailedTasksPerExecutor", kIgnored},
    {"spark.blacklist.task.maxTaskAttemptsPerExecutor", 301,
     "spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor", kIgnored},
    {"spark.blacklist.task.maxTaskAttemptsPerNode", 301,
     "spark.excludeOnFailure.task.maxTaskAttemptsPerNode", kIgnored},
    {"spark.blacklist.timeout", 301, "spark.excludeOnFailure.timeout", kIgnored},
    {"spark.connect.copyFromLocalToFs.allowDestLocal", 400,
     "spark.sql.artifact.copyFromLocalToFs.allowDestLocal"},
    {"spark.executor.logs.rolling.size.maxBytes", 104, "spark.executor.logs.rolling.maxSize"},
    {"spark.executor.plugins", 300, "spark.plugins", kIgnored},
    {"spark.executor.port", 200, "", kIgnored},
    {"spark.files.userClassPathFirst", 103, "spark.executor.userClassPathFirst"},
    {"spark.io.compression.lz4.block.size", 104, "spark.io.compression.lz4.blockSize"},
    {"spark.io.compression.snappy.block.size", 104, "spark.io.compression.snappy.blockSize"},
    {"spark.kryoserializer.buffer.max.mb", 104, "spark.kryoserializer.buffer.max"},
    {"spark.kryoserializer.buffer.mb", 104, "spark.kryoserializer.buffer"},
    {"spark.maxRemoteBlockSizeFetchToMem", 300, "spark.network.maxRemoteBlockSizeFetchToMem"},
    {"spark.memory.useLegacyMode", 300, "", kIgnored},
    {"spark.reducer.maxMbInFlight", 104, "spark.reducer.maxSizeInFlight"},
    {"spark.reducer.maxReqSizeShuffleToMem", 203, "spark.network.maxRemoteBlockSizeFetchToMem"},
    {"spark.rpc.numRetries", 202, "", kIgnored},
    {"spark.rpc.retry.wait", 202, "", kIgnored},
    {"spark.scheduler.blacklist.unschedulableTaskSetTimeout", 301,
     "spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout", kIgnored},
    {"spark.scheduler.executorTaskBlacklistTime", 201, "", kIgnored},
    {"spark.scheduler.listenerbus.eventqueue.size", 203,
     "spark.scheduler.listenerbus.eventqueue.capacity"},
    {"spark.shuffle.consolidateFiles", 106, "", kIgnored},
    {"spark.shuffle.file.buffer.kb", 104, "spark.shuffle.file.buffer"},
    {"spark.shuffle.memoryFraction", 300, "spark.memory.fraction", kIgnored},
    {"spark.shuffle.server.chunkFetchHandlerThreadsPercent", 402, ""},
    {"spark.shuffle.server.finalizeShuffleMergeThreadsPercent", 402, ""},
    {"spark.shuffle.service.index.cache.entries", 203, "spark.shuffle.service.index.cache.size",
     kIgnored},
    {"spark.shuffle.spill", 106, "", kIgnored},
    {"spark.shuffle.unsafe.file.output.buffer", 400, "spark.shuffle.localDisk.file.output.buffer"},
    {"spark.sql.adaptive.coalescePartitions.minPartitionNum", 302,
     "spark.sql.adaptive.coalescePartitions.minPartitionSize"},
    {"spark.sql.adaptive.minNumPostShufflePartitions", 300,
     "spark.sql.adaptive.coalescePartitions.minPartitionSize", kIgnored},
    {"spark.sql.adaptive.shuffle.targetPostShuffleInputSize", 300,
     "spark.sql.adaptive.advisoryPartitionSizeInBytes"},
    {"spark.sql.ansi.strictIndexOperator", 304, "", kRefused},
    {"spark.sql.execution.arrow.enabled", 300, "spark.sql.execution.arrow.pyspark.enabled"},
    {"spark.sql.execution.arrow.fallback.enabled", 300,
     "spark.sql.execution.arrow.pyspark.fallback.enabled"},
    {"spark.sql.execution.pandas.respectSessionTimeZone", 300, "", kRefused},
    {"spark.sql.fromJsonForceNullableSchema", 300, "", kRefused},
    {"spark.sql.hive.verifyPartitionPath", 400, "spark.sql.files.ignoreMissingFiles", kRefused},
    {"spark.sql.kafkaConsumerCache.capacity", 300, "spark.kafka.consumer.cache.capacity"},
    {"spark.sql.legacy.allowCreatingManagedTableUsingNonemptyLocation", 300, "", kRefused},
    {"spark.sql.legacy.avro.datetimeRebaseModeInRead", 400,
     "spark.sql.avro.datetimeRebaseModeInRead", kRefused},
    {"spark.sql.legacy.avro.datetimeRebaseModeInWrite", 400,
     "spark.sql.avro.datetimeRebaseModeInWrite", kRefused},
    {"spark.sql.legacy.compareDateTimestampInTimestamp", 300, "", kRefused},
    {"spark.sql.legacy.parquet.datetimeRebaseModeInRead", 302,
     "spark.sql.parquet.datetimeRebaseModeInRead"},
    {"spark.sql.legacy.parquet.datetimeRebaseModeInWrite", 400,
     "spark.sql.parquet.datetimeRebaseModeInWrite", kRefused},
    {"spark.sql.legacy.parquet.int96RebaseModeInRead", 400,
     "spark.sql.parquet.int96RebaseModeInRead", kRefused},
    {"spark.sql.legacy.parquet.int96RebaseModeInWrite", 400,
     "spark.sql.parquet.int96RebaseModeInWrite", kRefused},
    {"spark.sql.legacy.replaceDatabricksSparkAvro.enabled", 302, "",
     "Name the format avro instead."},
    {"spark.sql.optimizer.metadataOnly", 300, "", "It can lead to wrong results."},
    {"spark.sql.optimizer.planChangeLog.batches", 301, "spark.sql.planChangeLog.batches", kRefused},
    {"spark.sql.optimizer.planChangeLog.level", 301, "spark.sql.planChangeLog.level", kRefused},
    {"spark.sql.optimizer.planChangeLog.rules", 301, "spark.sql.planChangeLog.rules", kRefused},
    {"spark.sql.optimizer.runtimeFilter.semiJoinReduction.enabled", 400, "", kRefused},
    {"spark.sql.parquet.int64AsTimestampMillis", 300, "spark.sql.parquet.outputTimestampType",
     kRefused},
    {"spark.sql.parser.escapedStringLiterals", 400, "",
     "Write raw string literals, r'...', instead."},
    {"spark.sql.shuffleDependency.fileCleanup.enabled", 401,
     "spark.sql.connect.shuffleDependency.fileCleanup.enabled"},
    {"spark.sql.sources.schemaStringLengthThreshold", 302,
     "spark.sql.hive.tablePropertyLengthThreshold"},
    {"spark.sql.tungsten.enabled", 106, "", kIgnored},
    {"spark.storage.memoryFraction", 300, "spark.memory.storageFraction", kIgnored},
    {"spark.storage.unrollFraction", 300, "", kIgnored},
    {"spark.streaming.minRememberDuration", 105, "spark.streaming.fileStream.minRememberDuration"},
    {"spark.unsafe.offHeap", 106, "spark.memory.offHeap.enabled"},
    {"spark.yarn.access.hadoopFileSystems", 300, "spark.kerberos.access.hadoopFileSystems"},
    {"spark.yarn.access.namenodes", 202, "spark.kerberos.access.hadoopFileSystems"},
    {"spark.yarn.am.port", 200, "", kIgnored},
    {"spark.yarn.applicationMaster.waitTries", 103, "spark.yarn.am.waitTime"},
    {"spark.yarn.blacklist.executor.launch.blacklisting.enabled", 301,
     "spark.yarn.executor.launch.excludeOnFailure.enabled", kIgnored},
    {"spark.yarn.credentials.file.retention.count", 204, "", kIgnored},
    {"spark.yarn.credentials.file.retention.days", 204, "", kIgnored},
    {"spark.yarn.driver.memoryOverhead", 203, "spark.driver.memoryOverhead"},
    {"spark.yarn.executor.failuresValidityInterval", 305,
     "spark.executor.failuresValidityInterval"},
    {"spark.yarn.executor.memoryOverhead", 203, "spark.executor.memoryOverhead"},
    {"spark.yarn.jar", 200, "spark.yarn.jars"},
    {"spark.yarn.kerberos.relogin.period", 300, "spark.kerberos.relogin.period"},
    {"spark.yarn.keytab", 300, "spark.kerberos.keytab"},
    {"spark.yarn.max.executor.failures", 305, "spark.executor.maxNumFailures"},
    {"spark.yarn.max.worker.failures", 105, "spark.yarn.max.executor.failures"},
    {"spark.yarn.principal", 300, "spark.kerberos.principal"},
    {"spark.yarn.services", 300, "", kIgnored},
    {"spark.yarn.user.classpath.first", 103, "spark.driver.userClassPathFirst"},
});

}  // namespace

std::span<const std::string_view> known_settings() {
  return kKnown;
}

bool is_known_setting(std::string_view key) {
  static const KnownHashes hashes;
  return hashes.contains(key);
}

bool is_open_setting(std::string_view key) {
  return std::ranges::any_of(kOpen, [&](std::string_view open) { return key.starts_with(open); });
}

const OldSetting* old_setting(std::string_view key) {
  static constexpr KeyShapes kShapes = [] {
    KeyShapes shapes;
    for (const OldSetting& old : kOld) shapes.add(old.key);
    return shapes;
  }();
  if (!kShapes.may_have(key)) return nullptr;
  const auto found = std::ranges::lower_bound(kOld, key, {}, &OldSetting::key);
  return found != kOld.end() && found->key == key ? &*found : nullptr;
}

}  // namespace afterglow::history
