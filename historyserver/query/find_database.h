#pragma once

#include <string>

#include "common/base/result.h"

namespace afterglow::history {

struct FoundDatabase {
  std::string path;
  std::string note;  // what a person should know about it; may be empty
};

// The database of an application (ID or ID/ATTEMPT; of several attempts the newest) by the catalog
// in the store folder. ErrorKind::not_found names the ids that are most like it.
Result<FoundDatabase> find_database(const std::string& store_folder,
                                    const std::string& application);

}  // namespace afterglow::history
