#include "historyserver/api/v1/application_feed.h"

#include <charconv>
#include <chrono>

#include "common/base/clock.h"
#include "historyserver/api/v1/application_json.h"

namespace afterglow::history {
namespace {

// How often it is looked whether the server stops, and the client is told that all is well.
constexpr std::chrono::seconds kLook{1};
constexpr std::chrono::seconds kSignOfLife{15};

// Versions are of one run of the server: an id tells which.
std::string run_id() {
  static const std::string id = std::to_string(now_ms());
  return id;
}

std::string event_id(std::uint64_t version) {
  return run_id() + "-" + std::to_string(version);
}

// The version after which a client wants to go on; 0, which never was, when it is of another run.
std::uint64_t version_of(std::string_view id) {
  const std::string run = run_id() + "-";
  if (!id.starts_with(run)) return 0;
  id.remove_prefix(run.size());
  std::uint64_t version = 0;
  std::from_chars(id.data(), id.data() + id.size(), version);
  return version;
}

class Feed {
 public:
  Feed(Catalog& catalog, std::string app_id, std::shared_ptr<const FieldSelection> fields,
       std::uint64_t version)
      : catalog_(catalog),
        app_id_(std::move(app_id)),
        fields_(std::move(fields)),
        version_(version) {}

  bool run(const BodySink& sink) {
    if (!sink("retry: 2000\nid: " + event_id(version_) + "\n\n")) return false;
    for (auto last = std::chrono::steady_clock::now();;) {
      const auto changes = catalog_.changes().since(version_, kLook);
      std::string text = changes.version == version_ ? std::string() : text_of(changes);
      version_ = changes.version;
      const auto now = std::chrono::steady_clock::now();
      if (text.empty() && now - last >= kSignOfLife) text = ": still here\n\n";
      if (!text.empty()) last = now;
      if (!sink(text)) return false;
    }
  }

 private:
  std::string text_of(const ChangeFeed::Changes& changes) const {
    const std::string id = "id: " + event_id(changes.version) + "\n";
    if (!changes.complete) return "event: reset\n" + id + "data: {}\n\n";
    std::string text;
    for (const std::string& changed : changes.applications) {
      if (app_id_.empty() || changed == app_id_) text += event_of(changed, id);
    }
    return text;
  }

  std::string event_of(const std::string& changed, const std::string& id) const {
    const auto attempts = catalog_.attempts(changed);
    if (!attempts) return {};
    JsonWriter json(fields_);
    json.compact();
    if (attempts->empty()) {
      json.begin_object().field("id", changed).end_object();
      return "event: removed\n" + id + "data: " + json.take() + "\n\n";
    }
    write_application(json, *attempts);
    return "event: application\n" + id + "data: " + json.take() + "\n\n";
  }

  Catalog& catalog_;
  std::string app_id_;
  std::shared_ptr<const FieldSelection> fields_;
  std::uint64_t version_;
};

}  // namespace

bool wants_feed(const Request& request) {
  return request.header("accept").find("text/event-stream") != std::string::npos;
}

Response application_feed(const ApiContext& context, const Request& request,
                          const std::string& app_id) {
  const std::string last = request.header("last-event-id");
  const std::uint64_t version =
      last.empty() ? context.catalog.changes().version() : version_of(last);
  Response response;
  response.content_type = "text/event-stream";
  // A proxy that waits for more would hold events back.
  response.headers.emplace_back("X-Accel-Buffering", "no");
  response.stream = [&catalog = context.catalog, app_id, fields = selected_fields(request),
                     version](const BodySink& sink) {
    return Feed(catalog, app_id, fields, version).run(sink);
  };
  return response;
}

}  // namespace afterglow::history
