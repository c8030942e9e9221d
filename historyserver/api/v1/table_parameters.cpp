#include "historyserver/api/v1/table_parameters.h"

#include <algorithm>

namespace afterglow::history {
namespace {

std::string decode(std::string text) {
  for (;;) {
    std::string decoded = percent_decode(text, true);
    if (decoded == text) return text;
    text = std::move(decoded);
  }
}

}  // namespace

TableParameters::TableParameters(const Request& request) {
  for (const auto& [name, value] : request.query) {
    parameters_.emplace_back(decode(name), decode(value));
  }
}

std::optional<std::string> TableParameters::text(std::string_view name) const {
  const auto found =
      std::ranges::find(parameters_, name, [](const auto& one) { return one.first; });
  if (found == parameters_.end()) return {};
  return found->second;
}

Parsed<std::int64_t> TableParameters::integer(std::string_view name,
                                              std::optional<std::int64_t> fallback) const {
  const auto value = text(name);
  if (!value && fallback) return *fallback;
  if (!value) {
    return std::unexpected(
        text_response(400, "The parameter \"" + std::string(name) + "\" is missing."));
  }
  const auto number = java_int(*value);
  if (number) return *number;
  return std::unexpected(text_response(400, "Bad value for parameter \"" + std::string(name) +
                                                "\".  Expected a whole number, got \"" + *value +
                                                "\""));
}

}  // namespace afterglow::history
