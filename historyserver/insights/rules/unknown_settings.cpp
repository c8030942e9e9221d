// Unknown settings: keys that Spark does not know and that look like one that it does.
//
// Measured: keys that begin with spark., are not known and differ by up to `distance` letters (an
// exchange of two neighbours counts as one) from one that is, or from one that is without its sql.
// (spark.shuffle.partitions). Spark takes any key without a word, so a typing error goes unnoticed.
// Keys of other programs differ by more, and what comes after the prefixes that Spark leaves to
// users (spark.hadoop., spark.sql.catalog., ...) is not looked at.
// Source: ours; the table of keys is a running Spark 4.3.0's. Wrong: for a key of a library or of a
// vendor's Spark that is meant to be so similar. It saves no time that could be told.

#include <algorithm>
#include <array>
#include <vector>

#include "historyserver/insights/rules/known_settings.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace unknown_settings {

constexpr RuleThreshold kDistance{"unknownSettings.distance", 2, NumberUnit::count,
                                  "By how many letters a key may differ from a known one.", "ours"};
constexpr std::array kThresholds = {kDistance};

constexpr std::string_view kSpark = "spark.";
constexpr std::string_view kSparkSql = "spark.sql.";
constexpr std::size_t kLettersForEach = 10;  // of a key, for each letter that may differ

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// How many letters have to be put in, left out, replaced or exchanged with their neighbour, as far
// as it is no more than `most`; capitals are no difference.
class Distance {
 public:
  std::size_t operator()(std::string_view a, std::string_view b, std::size_t most) {
    const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (gap > most) return most + 1;
    for (auto& row : rows_) row.assign(b.size() + 2, most + 1);
    for (std::size_t j = 0; j <= std::min(most, b.size()); ++j) rows_[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      if (next(a, b, i, most) > most) return most + 1;
    }
    return rows_[a.size() % 3][b.size()];
  }

 private:
  // The row of the first i letters of a; answers its least. What is further than `most` from the
  // diagonal cannot count.
  std::size_t next(std::string_view a, std::string_view b, std::size_t i, std::size_t most) {
    std::vector<std::size_t>& row = rows_[i % 3];
    const std::vector<std::size_t>& above = rows_[(i + 2) % 3];
    const std::vector<std::size_t>& before = rows_[(i + 1) % 3];
    const std::size_t first = i > most ? i - most : 1;
    const std::size_t last = std::min(b.size(), i + most);
    row[first - 1] = first == 1 ? std::min(i, most + 1) : most + 1;
    std::size_t least = row[first - 1];
    for (std::size_t j = first; j <= last; ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    row[last + 1] = most + 1;
    return least;
  }

  std::array<std::vector<std::size_t>, 3> rows_;  // of i - 2, i - 1 and i letters, in turns
};

// "v1" and "v2" are two names, no typing error.
bool differs_in_digits(std::string_view a, std::string_view b) {
  const auto letters = [](std::string_view text) {
    std::string rest;
    for (const char c : text) {
      if (c < '0' || c > '9') rest += lower(c);
    }
    return rest;
  };
  return a != b && letters(a) == letters(b) && !std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view meant(std::string_view key, std::size_t most) {
  most = std::min(most, key.size() / kLettersForEach);
  std::string_view nearest;
  Distance distance;
  bool is_found = false;
  key.remove_prefix(kSpark.size());
  const auto look = [&](std::string_view known, std::size_t from) {
    const std::string_view name = known.substr(from);
    // Most typing errors come late; the first letter is looked at to be quick.
    if (is_found || name.size() < 2 || lower(name[0]) != lower(key[0])) return;
    const std::size_t here = distance(key, name, most);
    if (here > most || differs_in_digits(key, name)) return;
    nearest = known;
    is_found = here == 0;
    most = is_found ? 0 : here - 1;
  };
  for (const std::string_view known : known_settings()) {
    look(known, kSpark.size());
    if (known.starts_with(kSparkSql)) look(known, kSparkSql.size());
  }
  return nearest;
}

std::vector<Finding> find(const RuleContext& context) {
  const auto most = static_cast<std::size_t>(std::max(0.0, context.limit(kDistance)));
  Finding finding;
  std::string first;
  std::size_t count = 0;
  for (const auto& [key, value] : context.facts.properties.all()) {
    if (!key.starts_with(kSpark) || key.size() < 12) continue;
    if (is_known_setting(key)) continue;
    if (is_open_setting(key) || old_setting(key)) continue;
    const std::string nearest(meant(key, most));
    if (nearest.empty()) continue;
    const bool is_set = context.facts.properties.find(nearest) != nullptr;
    if (!is_set) finding.severity = Severity::warning;
    if (count++ == 0) {
      first = "Spark knows no setting " + key + ", so it had no effect; " + nearest +
              " looks like what was meant" +
              (is_set ? ", and is set as well." : ", and is not set.");
    }
    finding.links.push_back(link_to_setting(key, nearest + "?"));
    finding.advice.push_back({"Correct " + key + ", or leave it out.", nearest, is_set ? "" : value,
                              context.facts.properties.text(nearest)});
  }
  if (count == 0) return {};
  finding.text = first;
  if (count > 1) {
    finding.text += " The same is true of " +
                    plural_words(static_cast<double>(count - 1), "other setting") + ".";
  }
  return {finding};
}

}  // namespace unknown_settings
}  // namespace

const Rule kUnknownSettings{"unknown-settings", "Unknown settings", unknown_settings::kThresholds,
                            unknown_settings::find};

}  // namespace afterglow::history
