#pragma once

#include <span>
#include <string_view>

// The settings that Spark knows, and what became of old ones.
namespace afterglow::history {

// All keys of the newest Spark, sorted.
std::span<const std::string_view> known_settings();
bool is_known_setting(std::string_view key);
// What comes after one of these is for the user to choose.
bool is_open_setting(std::string_view key);

struct OldSetting {
  std::string_view key;
  int since = 0;               // 305: Spark 3.5; from then on it should not be used
  std::string_view instead;    // the key to use; empty: none
  std::string_view note = {};  // what else is to be known; empty: it works like the new one
};
// By key. Nothing for one that is not old.
const OldSetting* old_setting(std::string_view key);

}  // namespace afterglow::history
