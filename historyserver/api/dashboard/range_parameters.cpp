#include "historyserver/api/dashboard/range_parameters.h"

#include <algorithm>
#include <charconv>

namespace afterglow::history {

SpanRange whole_range(const OpenAttempt& attempt) {
  SpanRange range;
  range.from = attempt.log.start_time;
  range.until = std::max(range.from, attempt.log.told_until());
  range.to = std::max(range.from + 1, range.until);
  return range;
}

Parsed<SpanRange> range_parameters(const Request& request, const SpanRange& whole) {
  SpanRange range = whole;
  for (const auto& [name, member] :
       {std::pair{"from", &SpanRange::from}, std::pair{"to", &SpanRange::to}}) {
    const std::string text = request.parameter(name).value_or("");
    if (text.empty()) continue;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, range.*member);
    if (error != std::errc() || stop != end) {
      return std::unexpected(text_response(400, std::string(name) + " is no time in ms: " + text));
    }
  }
  return range;
}

}  // namespace afterglow::history
