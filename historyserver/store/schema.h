#pragma once

namespace afterglow::history {

// The texts of store/schema/*.sql, compiled in.
extern const char* const kApplicationSchema;
extern const char* const kCatalogSchema;

}  // namespace afterglow::history
