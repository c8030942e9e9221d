#pragma once

#include <string>
#include <string_view>

namespace afterglow::history {

// UTF-8 text in lower case, letter by letter; bytes that are not UTF-8 stay.
std::string lower_case(std::string_view text);

// A text that is looked for in others, in any case.
class TextSearch {
 public:
  explicit TextSearch(std::string_view wanted) : wanted_(lower_case(wanted)) {}
  bool is_in(std::string_view text) const;
  // Whether every character of it is one of `characters`, which are in lower case.
  bool consists_of(std::string_view characters) const {
    return wanted_.find_first_not_of(characters) == std::string::npos;
  }

 private:
  std::string wanted_;
};

}  // namespace afterglow::history
