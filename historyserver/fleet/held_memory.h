#pragma once

#include <string>
#include <vector>

#include "historyserver/insights/properties.h"
#include "historyserver/store/environment_store.h"
#include "historyserver/store/executor_store.h"

namespace afterglow::history {

// How much memory a cluster manager sets aside for one executor, overhead included, in bytes:
// Spark's rules, from what was configured (documented in its configuration page). Where tasks run
// in the driver, the driver's memory.
double executor_memory(const Properties& properties, const ResourceProfileRow* profile,
                       bool is_driver);

// Byte-ms that executors held.
double memory_time(const std::vector<HeldTime>& held, const Properties& properties,
                   const std::vector<ResourceProfileRow>& profiles);

// Where the application ran: YARN's queue, the namespace in Kubernetes, else empty.
std::string queue_of(const Properties& properties);

}  // namespace afterglow::history
