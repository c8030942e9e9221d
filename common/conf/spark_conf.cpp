#include "common/conf/spark_conf.h"

namespace afterglow {

void SparkConf::set(std::string_view key, std::string_view value, std::string_view origin) {
  const auto [place, is_new] = places_.try_emplace(std::string(key), entries_.size());
  if (is_new) {
    entries_.push_back({std::string(key), std::string(value), std::string(origin)});
    return;
  }
  Entry& entry = entries_[place->second];
  entry.value = value;
  entry.origin = origin;
}

void SparkConf::set_if_missing(std::string_view key, std::string_view value,
                               std::string_view origin) {
  if (!contains(key)) set(key, value, origin);
}

bool SparkConf::contains(std::string_view key) const {
  return find(key) != nullptr;
}

const std::string* SparkConf::get(std::string_view key) const {
  const Entry* const entry = find(key);
  return entry == nullptr ? nullptr : &entry->value;
}

const SparkConf::Entry* SparkConf::find(std::string_view key) const {
  const auto place = places_.find(std::string(key));
  return place == places_.end() ? nullptr : &entries_[place->second];
}

}  // namespace afterglow
