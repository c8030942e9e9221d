#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/paging.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kDefaultAlerts = 100;

std::string_view state_of(const AlertRow& alert) {
  if (alert.sent_at) return "sent";
  return alert.next_try ? "waiting" : "failed";
}

void write_alert(JsonWriter& json, const AlertRow& alert) {
  json.begin_object().field("id", alert.app_id);
  if (!alert.attempt_id.empty()) json.field("attemptId", alert.attempt_id);
  json.field("kind", alert.kind)
      .field("state", state_of(alert))
      .field("madeAt", alert.made_at)
      .field("tries", alert.tries)
      .field("nextTry", alert.next_try)
      .field("sentAt", alert.sent_at)
      .field("answer", alert.answer)
      .field("body", alert.body)
      .end_object();
}

}  // namespace

Response dashboard_alerts(const ApiContext& context, const Request& request, const PathArguments&) {
  auto page = page_parameters(request, kDefaultAlerts);
  if (!page) return page.error();
  if (page->length < 0 || page->length > kMaxPage) page->length = kMaxPage;
  std::optional<std::int64_t> since;
  AlertCounts counts;
  std::vector<AlertRow> rows;
  if (context.alerts) {
    const auto begun = context.alerts->begun_at();
    if (!begun) return internal_error(begun.error());
    const auto counted = context.alerts->counts();
    if (!counted) return internal_error(counted.error());
    auto found = context.alerts->page(page->offset, page->length);
    if (!found) return internal_error(found.error());
    since = *begun;
    counts = *counted;
    rows = *std::move(found);
  }
  JsonWriter json(selected_fields(request));
  json.begin_object()
      .field("enabled", since.has_value())
      .field("since", since)
      .field("sent", counts.sent)
      .field("waiting", counts.waiting)
      .field("failed", counts.failed)
      .field("offset", page->offset);
  json.key("alerts").begin_array();
  for (const AlertRow& alert : rows) write_alert(json, alert);
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
