#include "historyserver/store/insight_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <type_traits>

#include "common/json/json.h"

namespace afterglow::history {
namespace {

// What the numbers and the name of a link are called, by its kind; empty where there is none.
struct LinkMembers {
  const char* id;
  const char* attempt;
  const char* other;
  const char* name;
};
constexpr std::array<LinkMembers, kLinkKindNames.size()> kLinkMembers = {{
    {"stageId", "attemptId", "", "name"},
    {"taskId", "attemptId", "stageId", "name"},
    {"jobId", "", "", "name"},
    {"executionId", "", "", "name"},
    {"executionId", "", "nodeId", "name"},
    {"rddId", "", "", "name"},
    {"", "", "", "executorId"},
    {"", "", "", "host"},
    {"", "", "", "key"},
    {"", "", "", "name"},
}};

const LinkMembers& members_of(LinkKind kind) {
  return kLinkMembers[static_cast<std::size_t>(kind)];
}

std::int64_t id_of(const Json& json, std::string_view name) {
  return name.empty() ? 0 : json.integer_of(name).value_or(0);
}

std::string text_of(const Json& json, std::string_view name) {
  return json.text_of(name).value_or("");
}

bool needs_escape(char letter) {
  return letter < ' ' || letter > '~' || letter == '"' || letter == '\\';
}

// Writes an object behind a text: there may be many, mostly of numbers and of plain words.
class ObjectText {
 public:
  explicit ObjectText(std::string& text) : text_(text) { text_ += '{'; }
  ObjectText(const ObjectText&) = delete;
  ObjectText& operator=(const ObjectText&) = delete;
  ~ObjectText() { text_ += '}'; }

  template <typename Number>
  requires std::is_arithmetic_v<Number> ObjectText& set(std::string_view name, Number number) {
    begin(name);
    if constexpr (std::is_floating_point_v<Number>) {
      if (!std::isfinite(number)) return raw("null");
      if (write_millionths(number)) return *this;
    }
    return digits(number);
  }
  ObjectText& set(std::string_view name, std::string_view words) {
    begin(name);
    if (std::ranges::any_of(words, needs_escape)) return raw(Json::text(words).line());
    return raw("\"").raw(words).raw("\"");
  }
  // Unless there is nothing to set, or no name for it.
  ObjectText& set_known(std::string_view name, std::string_view words) {
    return words.empty() || name.empty() ? *this : set(name, words);
  }
  ObjectText& set_known(std::string_view name, std::int64_t number) {
    return name.empty() ? *this : set(name, number);
  }
  ObjectText& set_list(std::string_view name, std::string_view elements) {
    begin(name);
    return raw("[").raw(elements).raw("]");
  }

 private:
  void begin(std::string_view name) {
    // Names are short: put together here, they are appended at once.
    std::array<char, 64> field;
    char* at = field.data();
    if (!is_empty_) *at++ = ',';
    is_empty_ = false;
    *at++ = '"';
    at = std::copy_n(name.data(), std::min(name.size(), field.size() - 4), at);
    *at++ = '"';
    *at++ = ':';
    text_.append(field.data(), at);
  }
  // Numbers that have no more digits are written as whole ones, in a fraction of the time.
  bool write_millionths(double number) {
    constexpr std::int64_t kMillion = 1'000'000;
    constexpr double kMost = 1e9;
    if (!(number >= 0 && number < kMost)) return false;
    const auto millionths = static_cast<std::int64_t>(number * kMillion + 0.5);
    if (static_cast<double>(millionths) / kMillion != number) return false;
    digits(millionths / kMillion);
    std::int64_t rest = millionths % kMillion;
    if (rest == 0) return true;
    text_ += '.';
    for (std::int64_t digit = kMillion / 10; rest > 0; digit /= 10) {
      text_ += static_cast<char>('0' + rest / digit);
      rest %= digit;
    }
    return true;
  }
  template <typename Number>
  ObjectText& digits(Number number) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
    return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
  }
  ObjectText& raw(std::string_view text) {
    text_ += text;
    return *this;
  }

  std::string& text_;
  bool is_empty_ = true;
};

template <typename Value, typename Write>
std::string list_text(const std::vector<Value>& values, Write write) {
  std::string list;
  list.reserve(2 + 128 * values.size());
  list += '[';
  for (const Value& value : values) {
    if (list.size() > 1) list += ',';
    ObjectText json(list);
    write(json, value);
  }
  list += ']';
  return list;
}

template <typename Value, typename Read>
void read_list(const std::vector<Json>& elements, std::vector<Value>& values, Read read) {
  values.clear();
  for (const Json& element : elements) read(element, values.emplace_back());
}

template <typename Value, typename Read>
void read_list(std::string_view text, std::vector<Value>& values, Read read) {
  const auto json = Json::parse(text);
  read_list(json ? json->elements() : std::vector<Json>(), values, read);
}

}  // namespace

std::string to_json_text(const std::vector<FindingNumber>& numbers) {
  return list_text(numbers, [](ObjectText& json, const FindingNumber& number) {
    json.set("name", number.name).set("value", number.value);
    json.set("unit", name_of(kNumberUnitNames, number.unit));
    if (number.limit) json.set("limit", *number.limit);
    json.set_known("key", number.key);
  });
}

void from_json_text(std::string_view text, std::vector<FindingNumber>& numbers) {
  read_list(text, numbers, [](const Json& json, FindingNumber& number) {
    number.name = text_of(json, "name");
    number.value = json.number_of("value").value_or(0);
    number.unit = named<NumberUnit>(kNumberUnitNames, text_of(json, "unit"));
    number.limit = json.number_of("limit");
    number.key = text_of(json, "key");
  });
}

std::string to_json_text(const std::vector<FindingLink>& links) {
  return list_text(links, [](ObjectText& json, const FindingLink& link) {
    const LinkMembers& members = members_of(link.kind);
    json.set("kind", name_of(kLinkKindNames, link.kind));
    json.set_known(members.id, link.id).set_known(members.attempt, link.attempt);
    json.set_known(members.other, link.other).set_known(members.name, link.name);
    json.set_known("note", link.note);
  });
}

void from_json_text(std::string_view text, std::vector<FindingLink>& links) {
  read_list(text, links, [](const Json& json, FindingLink& link) {
    link.kind = named<LinkKind>(kLinkKindNames, text_of(json, "kind"));
    const LinkMembers& members = members_of(link.kind);
    link.id = id_of(json, members.id);
    link.attempt = id_of(json, members.attempt);
    link.other = id_of(json, members.other);
    link.name = text_of(json, members.name);
    link.note = text_of(json, "note");
  });
}

std::string to_json_text(const std::vector<FindingAdvice>& advice) {
  return list_text(advice, [](ObjectText& json, const FindingAdvice& one) {
    json.set("text", one.text).set_known("setting", one.setting);
    json.set_known("value", one.value).set_known("current", one.current);
  });
}

void from_json_text(std::string_view text, std::vector<FindingAdvice>& advice) {
  read_list(text, advice, [](const Json& json, FindingAdvice& one) {
    one.text = text_of(json, "text");
    one.setting = text_of(json, "setting");
    one.value = text_of(json, "value");
    one.current = text_of(json, "current");
  });
}

std::string to_json_text(const std::vector<PathStep>& path) {
  return list_text(path, [](ObjectText& json, const PathStep& step) {
    json.set("kind", name_of(kPathStepNames, step.kind));
    json.set("start", step.start).set("end", step.end);
    if (step.kind == PathStep::Kind::stage) {
      json.set("stageId", step.stage.stage_id).set("attemptId", step.stage.attempt);
    }
    if (step.job_id >= 0) json.set("jobId", step.job_id);
    if (step.query_id) json.set("executionId", *step.query_id);
  });
}

void from_json_text(std::string_view text, std::vector<PathStep>& path) {
  read_list(text, path, [](const Json& json, PathStep& step) {
    step.kind = named<PathStep::Kind>(kPathStepNames, text_of(json, "kind"));
    step.start = id_of(json, "start");
    step.end = id_of(json, "end");
    step.stage = {id_of(json, "stageId"), id_of(json, "attemptId")};
    step.job_id = json.integer_of("jobId").value_or(-1);
    step.query_id = json.integer_of("executionId");
  });
}

std::string to_json_text(const Scaling& scaling) {
  if (!scaling.is_known) return "{}";
  std::string cases;
  cases.reserve(512);
  for (const WhatIf& one : scaling.cases) {
    if (!cases.empty()) cases += ',';
    ObjectText element(cases);
    if (one.factor > 0) element.set("factor", one.factor);
    element.set("cores", one.cores).set("wallMs", one.wall_ms).set("coreMs", one.core_ms);
  }
  std::string text;
  text.reserve(768);
  ObjectText(text)
      .set("modelledMs", scaling.modelled_ms)
      .set("error", scaling.error)
      .set("driverMs", scaling.driver_ms)
      .set("criticalMs", scaling.critical_ms)
      .set("idealMs", scaling.ideal_ms)
      .set_list("cases", cases);
  return text;
}

void from_json_text(std::string_view text, Scaling& scaling) {
  scaling = {};
  const auto json = Json::parse(text);
  if (!json || !json->number_of("modelledMs")) return;
  const auto number = [&](std::string_view name) { return json->number_of(name).value_or(0); };
  scaling.is_known = true;
  scaling.modelled_ms = number("modelledMs");
  scaling.error = number("error");
  scaling.driver_ms = number("driverMs");
  scaling.critical_ms = number("criticalMs");
  scaling.ideal_ms = number("idealMs");
  read_list(json->list_of("cases"), scaling.cases, [](const Json& element, WhatIf& one) {
    one.factor = element.number_of("factor").value_or(0);
    one.cores = element.number_of("cores").value_or(0);
    one.wall_ms = element.number_of("wallMs").value_or(0);
    one.core_ms = element.number_of("coreMs").value_or(0);
  });
}

}  // namespace afterglow::history
