#include "historyserver/fleet/job_key.h"

#if defined(__GNUC__) && !defined(__clang__)
// GCC 12 with sanitizers sees uninitialised members inside its own std::regex (GCC bug 105562).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <regex>
#include <sstream>

#include "common/base/hash.h"
#include "historyserver/fleet/job_name.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kLongestPattern = 500;
constexpr std::size_t kPatternSees = 256;  // bytes of a name
constexpr std::size_t kLongestKey = 300;
constexpr std::string_view kProperty = "property:";
constexpr std::string_view kArrow = " => ";

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// Before the byte at `most`, not inside a character.
std::size_t cut_at(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  return most;
}

// What is too long to be shown ends with a hash of all of it.
std::string bounded(std::string key) {
  if (key.size() <= kLongestKey) return key;
  const std::uint64_t hash = fnv1a(key);
  key.resize(cut_at(key, kLongestKey));
  return key + "... " + std::to_string(hash);
}

}  // namespace

// The standard library's automaton that never tries again: its time is bounded by the lengths of
// text and pattern, where the usual one can take forever.
class JobKey::Pattern {
 public:
  explicit Pattern(std::string_view text) {
    const auto arrow = text.find(kArrow);
    if (arrow != std::string_view::npos) replacement_ = text.substr(arrow + kArrow.size());
    const std::string_view regex = text.substr(0, arrow);
    try {
      regex_.emplace(regex.begin(), regex.end(),
                     std::regex_constants::ECMAScript | std::regex_constants::__polynomial);
    } catch (const std::regex_error&) {
      regex_.reset();
    }
  }

  bool is_understood() const { return regex_.has_value(); }

  std::string replaced(std::string_view name) const {
    const std::size_t seen = cut_at(name, kPatternSees);
    try {
      return std::regex_replace(std::string(name.substr(0, seen)), *regex_, replacement_) +
             std::string(name.substr(seen));
    } catch (const std::regex_error&) {
      return std::string(name);
    }
  }

 private:
  std::optional<std::regex> regex_;
  std::string replacement_ = "*";
};

Result<JobKey> JobKey::parse(std::string_view parts, std::string_view pattern) {
  JobKey key;
  key.parts_.clear();
  std::istringstream list{std::string(parts)};
  for (std::string word; std::getline(list, word, ',');) {
    word = trimmed(word);
    if (word == "name") {
      key.parts_.push_back({Kind::name});
    } else if (word == "user") {
      key.parts_.push_back({Kind::user});
    } else if (word == "queue") {
      key.parts_.push_back({Kind::queue});
    } else if (word.starts_with(kProperty) && word.size() > kProperty.size()) {
      key.parts_.push_back({Kind::property, word.substr(kProperty.size())});
    } else {
      key.parts_.clear();
      break;
    }
  }
  if (key.parts_.empty()) {
    return fail(ErrorKind::invalid_argument,
                "name, user, queue or property:KEY, or several of them separated by commas");
  }
  key.tag_ = std::string(parts) + (pattern.empty() ? "" : " by " + std::string(pattern));
  if (pattern.empty()) return key;
  if (pattern.size() > kLongestPattern) {
    return fail(ErrorKind::invalid_argument,
                "at most " + std::to_string(kLongestPattern) + " bytes");
  }
  key.pattern_ = std::make_shared<const Pattern>(pattern);
  if (!key.pattern_->is_understood()) {
    return fail(ErrorKind::invalid_argument,
                "a regular expression without references back, such as _[0-9]+$, and what is to "
                "stand instead of its matches, as in REGEX => REPLACEMENT");
  }
  return key;
}

std::string JobKey::name_of(std::string_view name) const {
  return pattern_ ? pattern_->replaced(name) : steady_job_name(name);
}

std::string JobKey::value_of(const Part& part, const RunIdentity& run) const {
  switch (part.kind) {
    case Kind::name:
      return name_of(run.name);
    case Kind::user:
      return std::string(run.user);
    case Kind::queue:
      return std::string(run.queue);
    case Kind::property:
      break;
  }
  return run.property ? run.property(part.key).value_or("") : "";
}

std::string JobKey::of(const RunIdentity& run) const {
  std::string key;
  for (const Part& part : parts_) {
    if (&part != &parts_.front()) key += " / ";
    const std::string value = value_of(part, run);
    key += value.empty() ? "-" : value;
  }
  return bounded(std::move(key));
}

}  // namespace afterglow::history
