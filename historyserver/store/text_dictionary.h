#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "common/base/result.h"
#include "historyserver/store/database.h"
#include "historyserver/store/kept_rows.h"
#include "historyserver/store/text_hash.h"

// The table `text`: words that columns of tasks name by number. Number 0 stands for no word.
namespace afterglow::history {

// Gives words their numbers. Texts are remembered by a 128-bit hash, 40 bytes each.
class TextWriter {
 public:
  // New words are put into `kept` as well.
  TextWriter(Database& database, KeptRows<std::int64_t, std::string>& kept)
      : database_(database), kept_(kept) {}
  // The number of `text`, which gets one when it has none yet.
  Result<std::int64_t> number_of(std::string_view text);

 private:
  Result<void> load();

  Database& database_;
  KeptRows<std::int64_t, std::string>& kept_;
  std::unordered_map<Hash128, std::int64_t, LowHalf> numbers_;
  std::int64_t last_ = 0;
  std::optional<Statement> insert_;
  bool loaded_ = false;
};

// Reads words by their numbers, and keeps those that it has read.
class TextReader {
 public:
  explicit TextReader(Database& database) : database_(database) {}
  // Valid until the next call. Empty for number 0.
  Result<std::string_view> text(std::int64_t number);

 private:
  Database& database_;
  std::unordered_map<std::int64_t, std::string> texts_;
  std::optional<Statement> select_;
};

}  // namespace afterglow::history
