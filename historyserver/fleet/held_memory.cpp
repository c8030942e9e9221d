#include "historyserver/fleet/held_memory.h"

#include <algorithm>

namespace afterglow::history {
namespace {

constexpr std::int64_t kMiB = 1 << 20;
constexpr double kUsualMemory = 1024.0 * kMiB;
constexpr double kLeastOverhead = 384.0 * kMiB;

std::string master_of(const Properties& properties) {
  return properties.text("spark.master");
}

// What of a profile's requests, in MiB; nothing: it does not ask for it.
std::optional<double> requested(const ResourceProfileRow* profile, const char* name) {
  if (!profile) return {};
  const auto found = profile->executor_resources.find(name);
  if (found == profile->executor_resources.end()) return {};
  return static_cast<double>(found->second.amount) * static_cast<double>(kMiB);
}

double bytes_or(const Properties& properties, std::string_view key, std::int64_t unit,
                double fallback) {
  const auto bytes = properties.bytes(key, unit);
  return bytes && *bytes >= 0 ? static_cast<double>(*bytes) : fallback;
}

// Of managers that set memory aside for what the JVM does not count; a standalone master does not.
double overhead_of(const Properties& properties, double memory) {
  const std::string master = master_of(properties);
  const bool is_kubernetes = master.starts_with("k8s://");
  if (!is_kubernetes && !master.starts_with("yarn")) return 0;
  for (const char* key : {"spark.executor.memoryOverhead", "spark.yarn.executor.memoryOverhead",
                          "spark.kubernetes.executor.memoryOverhead"}) {
    if (properties.find(key)) return bytes_or(properties, key, kMiB, kLeastOverhead);
  }
  // Python and R run beside the JVM, which Kubernetes takes into account.
  const std::string resource = properties.text("spark.kubernetes.resource.type", "java");
  const double usual = is_kubernetes && resource != "java" ? 0.4 : 0.1;
  const char* const old = "spark.kubernetes.memoryOverheadFactor";
  const double factor = properties.number("spark.executor.memoryOverheadFactor")
                            .value_or(properties.number(old).value_or(usual));
  return std::max(memory * std::clamp(factor, 0.0, 100.0), kLeastOverhead);
}

}  // namespace

double executor_memory(const Properties& properties, const ResourceProfileRow* profile,
                       bool is_driver) {
  if (is_driver) return bytes_or(properties, "spark.driver.memory", kMiB, kUsualMemory);
  const double memory =
      requested(profile, "memory")
          .value_or(bytes_or(properties, "spark.executor.memory", kMiB, kUsualMemory));
  const double overhead =
      requested(profile, "memoryOverhead").value_or(overhead_of(properties, memory));
  const bool has_off_heap = properties.flag("spark.memory.offHeap.enabled", false);
  const double off_heap =
      requested(profile, "offHeap")
          .value_or(has_off_heap ? bytes_or(properties, "spark.memory.offHeap.size", 1, 0) : 0);
  const double python =
      requested(profile, "pyspark.memory")
          .value_or(bytes_or(properties, "spark.executor.pyspark.memory", kMiB, 0));
  return memory + overhead + off_heap + python;
}

double memory_time(const std::vector<HeldTime>& held, const Properties& properties,
                   const std::vector<ResourceProfileRow>& profiles) {
  double sum = 0;
  for (const HeldTime& one : held) {
    const auto profile =
        std::ranges::find(profiles, one.resource_profile_id, &ResourceProfileRow::id);
    sum += one.ms * executor_memory(properties, profile == profiles.end() ? nullptr : &*profile,
                                    one.is_driver);
  }
  return sum;
}

std::string queue_of(const Properties& properties) {
  constexpr std::string_view yarn = "spark.yarn.queue";
  constexpr std::string_view kubernetes = "spark.kubernetes.namespace";
  const std::string master = master_of(properties);
  if (master.starts_with("yarn")) return properties.text(yarn, "default");
  if (master.starts_with("k8s://")) return properties.text(kubernetes, "default");
  return properties.text(yarn, properties.text(kubernetes));
}

}  // namespace afterglow::history
