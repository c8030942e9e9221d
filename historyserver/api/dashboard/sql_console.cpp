// Queries that people write in the dashboard.

#include <algorithm>
#include <memory>
#include <semaphore>

#include "common/base/logging.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/store/user_query.h"

namespace afterglow::history {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPiece = 1 << 16;             // bytes sent at once
constexpr std::size_t kLongestAnswer = 32'000'000;  // bytes; the rows after it are left out
constexpr int kLongestValue = 64 << 20;             // bytes
constexpr std::int64_t kExactNumber = std::int64_t{1} << 53;
constexpr std::ptrdiff_t kAtOnce = 4;

// Held by a query while it runs: some people's queries must not take everybody's server.
class QuerySlot {
 public:
  // Null when as many run as may.
  static std::shared_ptr<QuerySlot> take() {
    return slots().try_acquire() ? std::shared_ptr<QuerySlot>(new QuerySlot) : nullptr;
  }
  ~QuerySlot() { slots().release(); }
  QuerySlot(const QuerySlot&) = delete;
  QuerySlot& operator=(const QuerySlot&) = delete;

 private:
  QuerySlot() = default;
  static std::counting_semaphore<>& slots() {
    static std::counting_semaphore<> all(kAtOnce);
    return all;
  }
};

const char* name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_argument:
      return "query";
    case ErrorKind::unavailable:
      return "time";
    default:
      return "database";
  }
}

void write_error(JsonWriter& json, const Error& error, const std::optional<SqlPlace>& place) {
  json.key("error").begin_object();
  json.field("kind", name_of(error.kind)).field("message", error.message);
  if (place) {
    json.field("line", place->line).field("column", place->column).field("offset", place->offset);
  }
  json.end_object();
}

void write_value(JsonWriter& json, const SqlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    // A browser would round it.
    if (*number > kExactNumber || *number < -kExactNumber) {
      json.value(std::to_string(*number));
    } else {
      json.value(*number);
    }
  } else if (const auto* real = std::get_if<double>(&value)) {
    json.value(*real);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    json.value(*text);
  } else if (const auto* blob = std::get_if<SqlBlob>(&value)) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    for (const char c : blob->bytes) {
      const auto byte = static_cast<unsigned char>(c);
      hex += {kDigits[byte >> 4], kDigits[byte & 15]};
    }
    json.value(hex);
  } else {
    json.null_value();
  }
}

// Sends rows while they come. Its error is that nothing more is wanted: full(), or the client left.
class RowsAsJson : public RowSink {
 public:
  explicit RowsAsJson(const BodySink& sink) : sink_(sink) {}

  Result<void> begin(const std::vector<std::string>& columns) override {
    JsonWriter json;
    json.compact().begin_array();
    for (const std::string& column : columns) json.value(column);
    json.end_array();
    text_ = "{\"columns\":" + json.take() + ",\"rows\":[";
    return {};
  }
  Result<void> row(std::span<const SqlValue> values) override {
    if (sent_ + text_.size() > kLongestAnswer) {
      full_ = true;
      return fail(ErrorKind::unavailable, "the answer is long enough");
    }
    JsonWriter json;
    json.compact().begin_array();
    for (const SqlValue& value : values) write_value(json, value);
    json.end_array();
    text_.append(rows_ == 0 ? "" : ",").append(json.take());
    ++rows_;
    return text_.size() < kPiece ? Result<void>() : flush();
  }
  Result<void> end() override { return {}; }

  // Ends the object with `members` and sends the rest; false when the client is gone.
  bool close(JsonWriter& members) {
    if (text_.empty() && sent_ == 0) text_ = "{\"columns\":[],\"rows\":[";
    const std::string object = members.take();
    text_.append("],").append(object, 1);
    return flush().has_value();
  }

  bool full() const { return full_; }
  std::int64_t rows() const { return rows_; }

 private:
  Result<void> flush() {
    sent_ += text_.size();
    const bool taken = sink_(text_);
    text_.clear();
    if (!taken) return fail(ErrorKind::unavailable, "the client is gone");
    return {};
  }

  const BodySink& sink_;
  std::string text_;
  std::size_t sent_ = 0;
  std::int64_t rows_ = 0;
  bool full_ = false;
};

bool answer(UserQuery& database, const std::string& sql, UserQuery::Limits limits,
            const BodySink& sink) {
  const auto begun = Clock::now();
  RowsAsJson rows(sink);
  limits.given_up = [&sink] { return !sink({}); };
  const auto outcome = database.run(sql, limits, rows);
  const auto taken =
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
  JsonWriter members;
  members.compact().begin_object().field("rowCount", rows.rows());
  members.field("truncated", rows.full() || (outcome && outcome->cut));
  members.field("milliseconds", static_cast<std::int64_t>(taken));
  if (!outcome && !rows.full()) write_error(members, outcome.error(), database.error_place());
  members.end_object();
  return rows.close(members);
}

Response refused(int status, const Error& error, const std::optional<SqlPlace>& place) {
  JsonWriter json;
  json.compact().begin_object();
  write_error(json, error, place);
  json.end_object();
  Response response = json_response(json);
  response.status = status;
  return response;
}

std::int64_t wanted_rows(const Request& request, std::int64_t most) {
  const auto wanted = int_parameter(request, "limit", most);
  return wanted && *wanted > 0 ? std::min(*wanted, most) : most;
}

}  // namespace

Response dashboard_query(const ApiContext& context, const Request& request, const LogRow& log) {
  if (!context.console.enabled) {
    return text_response(403, "The SQL console of this server is switched off.");
  }
  // A type that pages of other sites may not send without being asked.
  if (!request.header("content-type").starts_with("application/sql")) {
    return text_response(415, "The body must be a query, of the type application/sql.");
  }
  auto opened = UserQuery::open(context.pipeline.store_folder() + "/" + log.database);
  if (!opened) return internal_error(opened.error());
  const auto database = std::make_shared<UserQuery>(*std::move(opened));
  if (auto checked = database->check(request.body); !checked) {
    return refused(400, checked.error(), database->error_place());
  }
  auto slot = QuerySlot::take();
  if (!slot) {
    return text_response(503, "As many queries run as may at once; try again in a moment.");
  }
  UserQuery::Limits limits;
  limits.rows = wanted_rows(request, context.console.rows);
  limits.time = context.console.time;
  limits.value_bytes = kLongestValue;
  Response response;
  response.stream = [database, slot = std::move(slot), sql = request.body,
                     limits](const BodySink& sink) { return answer(*database, sql, limits, sink); };
  return response;
}

}  // namespace afterglow::history
