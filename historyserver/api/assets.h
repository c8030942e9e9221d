#pragma once

#include <span>

#include "historyserver/api/static_files.h"

namespace afterglow::history {

// The files of the dashboard, and /api/v1/openapi.json (v1/openapi/build.mjs), as they were when
// the program was built (embed_assets.mjs writes it).
std::span<const Asset> embedded_assets();

}  // namespace afterglow::history
