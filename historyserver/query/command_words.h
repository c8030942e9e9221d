#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace afterglow::history {

// An option of one command. Without a name for its value it has none.
struct CommandOption {
  std::string_view name;
  std::string_view value;
  std::string_view text;  // for a person
};

// What every command that reads databases can be told of where they are.
struct StoreOptions {
  bool help = false;
  std::optional<std::string> store;
  std::optional<std::string> properties_file;
  std::vector<std::string> conf;  // KEY=VALUE
};

// What stands behind a command's name.
class CommandWords {
 public:
  // Takes the command's own options and those of StoreOptions. argv[0] is the command's name.
  static Result<CommandWords> parse(std::span<const CommandOption> own, int argc,
                                    const char* const* argv);

  void fill(StoreOptions& options) const;
  bool has(std::string_view option) const { return values_.contains(option); }
  std::optional<std::string> text(std::string_view option) const;
  const std::vector<std::string>& words() const { return words_; }  // that belong to no option

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> words_;
};

// The list of those options for a person, a line or two each.
std::string option_list(std::span<const CommandOption> own);

// An error that tells where help is.
std::unexpected<Error> wrong_words(const std::string& message);

}  // namespace afterglow::history
