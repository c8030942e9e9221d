#include "historyserver/store/run_finding_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace afterglow::history {
namespace {

// Rule ids are such words; nothing else needs to be written or read.
bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }
  std::string_view word() {
    if (!take("\"")) return {};
    const std::string_view word = rest_.substr(0, rest_.find('"'));
    rest_.remove_prefix(word.size());
    return take("\"") && is_word(word) ? word : std::string_view();
  }
  bool number(double& value) {
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), whole);
    if (error != std::errc()) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    value = static_cast<double>(whole);
    return true;
  }
  bool finding(RunFinding& finding) {
    if (!take("[")) return false;
    finding.rule = word();
    if (finding.rule.empty() || !take(",")) return false;
    const auto severity = std::ranges::find(kSeverityNames, word());
    if (severity == kSeverityNames.end()) return false;
    finding.severity = static_cast<Severity>(severity - kSeverityNames.begin());
    return take(",") && number(finding.recoverable_ms) && take(",") &&
           number(finding.recoverable_core_ms) && take("]");
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

bool read(Reader reader, std::vector<RunFinding>& findings) {
  if (!reader.take("[")) return false;
  if (reader.take("]")) return reader.at_end();
  do {
    if (!reader.finding(findings.emplace_back())) return false;
  } while (reader.take(","));
  return reader.take("]") && reader.at_end();
}

}  // namespace

std::string to_json_text(const std::vector<RunFinding>& findings) {
  std::string text = "[";
  for (const RunFinding& finding : findings) {
    if (!is_word(finding.rule)) continue;
    if (text.size() > 1) text += ',';
    text += "[\"" + finding.rule + "\",\"" +
            std::string(kSeverityNames[static_cast<std::size_t>(finding.severity)]) + "\"";
    for (const double ms : {finding.recoverable_ms, finding.recoverable_core_ms}) {
      text += "," + std::to_string(std::llround(std::clamp(ms, 0.0, 1e18)));
    }
    text += "]";
  }
  return text + "]";
}

void from_json_text(std::string_view text, std::vector<RunFinding>& findings) {
  findings.clear();
  if (!read(Reader(text), findings)) findings.clear();
}

}  // namespace afterglow::history
