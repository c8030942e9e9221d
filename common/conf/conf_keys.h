#pragma once

#include <span>
#include <string>
#include <string_view>

namespace afterglow {

// One configuration key of the server. Keys that Spark's own server has keep their name.
struct ConfKey {
  std::string_view key;
  std::string_view default_value;  // as it would be written; empty: none
  std::string_view doc;            // one sentence
};

// Every key, sorted.
std::span<const ConfKey> conf_keys();
const ConfKey& conf_key(std::string_view key);

// The text of conf/afterglow-history.conf.template.
std::string conf_template();

}  // namespace afterglow
