#pragma once

#include <cstdint>
#include <map>
#include <string>

// What a resource profile asks for, by resource name. Executors ask for whole amounts (memory in
// MiB), tasks may ask for a part of a resource.
namespace afterglow::history {

struct ExecutorResourceRequest {
  std::string name;
  std::int64_t amount = 0;
  std::string discovery_script;
  std::string vendor;
  bool operator==(const ExecutorResourceRequest&) const = default;
};
using ExecutorResourceRequests = std::map<std::string, ExecutorResourceRequest>;

struct TaskResourceRequest {
  std::string name;
  double amount = 0;
  bool operator==(const TaskResourceRequest&) const = default;
};
using TaskResourceRequests = std::map<std::string, TaskResourceRequest>;

}  // namespace afterglow::history
