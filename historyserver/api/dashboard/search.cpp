// What people look for by name: applications, things in an application, and what stands beside one.

#include <algorithm>
#include <sstream>

#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/text_search.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kMost = 50;
constexpr std::size_t kWords = 8;  // more of them find nothing else

std::vector<std::string> words_of(const Request& request) {
  std::istringstream text(lower_case(request.parameter("q").value_or("")));
  std::vector<std::string> words;
  for (std::string word; words.size() < kWords && text >> word;) words.push_back(word);
  return words;
}

std::int64_t limit_of(const Request& request) {
  const auto limit = int_parameter(request, "limit", 8);
  return limit ? std::clamp<std::int64_t>(*limit, 1, kMost) : 8;
}

bool has_all(const ListedAttempt& attempt, const std::vector<TextSearch>& words) {
  return std::ranges::all_of(words, [&](const TextSearch& word) {
    return word.is_in(attempt.name) || word.is_in(attempt.app_id) || word.is_in(attempt.user);
  });
}

void write(JsonWriter& json, const NamedThing& thing) {
  json.begin_object().field("kind", thing.kind).field("id", thing.id);
  if (thing.kind == "stage") json.field("attempt", thing.attempt);
  json.field("label", thing.label);
  if (!thing.status.empty()) json.field("status", thing.status);
  json.end_object();
}

}  // namespace

Response dashboard_application_search(const ApiContext& context, const Request& request,
                                      const PathArguments&) {
  const auto listing = context.catalog.listing();
  if (!listing) return internal_error(listing.error());
  std::vector<TextSearch> words;
  for (const std::string& word : words_of(request)) words.emplace_back(word);
  const std::int64_t limit = limit_of(request);
  std::int64_t count = 0;
  JsonWriter json;
  json.begin_object().key("found").begin_array();
  for (const auto& application : (*listing)->applications()) {
    for (const ListedAttempt& attempt : application) {
      if (count == limit || !has_all(attempt, words)) continue;
      ++count;
      json.begin_object().field("kind", "application").field("id", attempt.app_id);
      if (!attempt.attempt_id.empty()) json.field("attemptId", attempt.attempt_id);
      json.field("label", attempt.name).field("user", attempt.user);
      json.field("startTime", attempt.start_time).end_object();
    }
    if (count == limit) break;
  }
  json.end_array().end_object();
  return json_response(json);
}

Response dashboard_search(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto found = attempt.database->search.find(words_of(request), limit_of(request));
  if (!found) return internal_error(found.error());
  JsonWriter json;
  json.begin_object().key("found").begin_array();
  for (const NamedThing& thing : *found) write(json, thing);
  json.end_array().end_object();
  return json_response(json);
}

Response dashboard_neighbours(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const std::string kind = request.parameter("kind").value_or("");
  const auto stage_attempt = int_parameter(request, "attempt", 0);
  if (!stage_attempt) return stage_attempt.error();
  const auto found = attempt.database->search.neighbours(kind, request.parameter("id").value_or(""),
                                                         *stage_attempt);
  if (!found) return internal_error(found.error());
  if (!*found) return text_response(400, "unknown kind: " + kind);
  JsonWriter json;
  json.begin_object();
  if ((*found)->previous) write(json.key("previous"), *(*found)->previous);
  if ((*found)->next) write(json.key("next"), *(*found)->next);
  json.end_object();
  return json_response(json);
}

}  // namespace afterglow::history
