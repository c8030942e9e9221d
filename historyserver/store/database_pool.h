#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "common/base/result.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// Connections to applications' databases that wait for the next request: what a new one costs, the
// reading of sixty tables' definitions, is more than what most requests do with it. Safe for any
// number of threads.
class DatabasePool {
 public:
  // `limit`: how many connections wait at most; then the one that has waited longest is closed.
  explicit DatabasePool(std::size_t limit);

  // As ApplicationDatabase::open_read_only(). When the last copy of the pointer is gone, be it
  // after the end of the pool, its transaction is ended and the connection waits for whoever wants
  // this file next, as long as the file at `path` is the same. The space of a file that was deleted
  // is free after a few more have come back.
  Result<std::shared_ptr<ApplicationDatabase>> open(const std::string& path);

  std::size_t waiting() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace afterglow::history
