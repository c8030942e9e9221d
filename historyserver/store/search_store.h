#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/database.h"

namespace afterglow::history {

// Something in an application that has a page of its own.
struct NamedThing {
  // connect and thrift (sessions), executor, job, pool, property, query, rdd, stage, stream
  std::string kind;
  std::string id;
  std::int64_t attempt = 0;  // of a stage
  std::string label;
  std::string status;  // as its own list has it; may be empty
};

// Finds things by what people call them, and what stands beside them in their lists.
class SearchStore {
 public:
  explicit SearchStore(Database& database) : database_(database) {}

  // Things whose kind, id and texts together hold all words, which are in lower case; of each kind
  // at most `limit`, the one whose id is a word first, then the latest.
  Result<std::vector<NamedThing>> find(const std::vector<std::string>& words, std::int64_t limit);

  struct Neighbours {
    std::optional<NamedThing> previous;
    std::optional<NamedThing> next;
  };
  // Nothing where there is no such kind.
  Result<std::optional<Neighbours>> neighbours(std::string_view kind, const std::string& id,
                                               std::int64_t attempt);

 private:
  Database& database_;
};

}  // namespace afterglow::history
