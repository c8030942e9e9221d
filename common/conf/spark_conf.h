#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace afterglow {

// Spark properties in the order in which their keys were first set, each with the place that its
// value came from, in words for a person: "--conf", "spark-defaults.conf:12".
class SparkConf {
 public:
  struct Entry {
    std::string key;
    std::string value;
    std::string origin;
  };

  // A key that is already there keeps its place and gets the new value and origin.
  void set(std::string_view key, std::string_view value, std::string_view origin);

  // Does nothing when the key is already there.
  void set_if_missing(std::string_view key, std::string_view value, std::string_view origin);

  bool contains(std::string_view key) const;

  // Pointers and references are good until the next change.
  const std::string* get(std::string_view key) const;
  const Entry* find(std::string_view key) const;
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace afterglow
