#pragma once

#include <memory>
#include <string>

#include "common/base/result.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// Makes the databases of small applications, each in memory and then written at once, on
// connections that are used again with all that was prepared on them: preparing takes longer than
// reading a small log. Safe for any number of threads.
class SmallDatabases {
 public:
  SmallDatabases();

  // An empty one that is_in_memory(), inside a transaction, to be written to `path`. Its pages are
  // small, or its many nearly empty tables would be most of the file.
  Result<std::unique_ptr<ApplicationDatabase>> create(const std::string& path);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace afterglow::history
