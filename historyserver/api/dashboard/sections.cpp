#include <algorithm>

#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"

namespace afterglow::history {

Response dashboard_sections(OpenAttempt& attempt, const Request&, const PathArguments&) {
  ApplicationDatabase& database = *attempt.database;
  JsonWriter json;
  json.begin_object();
  for (const char* kind : {"connect", "thrift"}) {
    const auto sessions = database.sessions.session_count(kind);
    if (!sessions) return internal_error(sessions.error());
    json.field(kind, *sessions);
  }
  const auto pools = database.stages.pools();
  if (!pools) return internal_error(pools.error());
  const auto profiles = database.environment.resource_profiles();
  if (!profiles) return internal_error(profiles.error());
  const auto blocks = database.storage.stream_blocks();
  if (!blocks) return internal_error(blocks.error());
  // One that everybody has tells nothing.
  const bool has_pools =
      std::ranges::any_of(*pools, [](const PoolRow& pool) { return pool.name != "default"; });
  const auto profile_count = static_cast<std::int64_t>(profiles->size());
  json.field("pools", has_pools ? static_cast<std::int64_t>(pools->size()) : 0)
      .field("profiles", profile_count > 1 ? profile_count : 0)
      .field("receiverBlocks", static_cast<std::int64_t>(blocks->size()))
      .end_object();
  return json_response(json);
}

}  // namespace afterglow::history
