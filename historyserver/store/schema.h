#pragma once

#include <cstdint>
#include <vector>

namespace afterglow::history {

// The texts of store/schema/, compiled in.
extern const char* const kApplicationSchema;
extern const char* const kCatalogSchema;

// What makes a database of the version before one of this version.
struct Migration {
  std::int64_t version = 0;
  const char* sql = nullptr;
};
extern const std::vector<Migration> kApplicationMigrations;  // ascending, without gaps
extern const std::vector<Migration> kCatalogMigrations;      // the same

}  // namespace afterglow::history
