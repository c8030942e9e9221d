#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace afterglow::history {

using StringMap = std::map<std::string, std::string, std::less<>>;

// A custom resource of an executor (a GPU, say): its name and the addresses that it was given.
struct ExecutorResource {
  std::string name;
  std::vector<std::string> addresses;
};
using ExecutorResources = std::map<std::string, ExecutorResource>;

}  // namespace afterglow::history
