#include "submit/cli/completion.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "submit/cli/manual.h"
#include "submit/cli/options.h"
#include "submit/launch/process.h"
#include "tests/unit/temporary_folder.h"

namespace afterglow::submit {
namespace {

// What bash offers behind the words, the last of which is being typed.
std::string offered(const TemporaryFolder& folder, const std::string& words) {
  const std::string script = folder.write("completion.bash", *completion_script("bash"));
  const auto answer =
      output_of({"bash", "-c",
                 "cd " + folder.path() + "; . " + script + "; COMP_WORDS=(" + words +
                     "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _afterglow_submit; "
                     "printf '%s ' \"${COMPREPLY[@]}\""});
  return answer.value_or("failed");
}

TEST(Completion, BashOffers) {
  const TemporaryFolder folder;
  folder.write("app.py", "");
  const struct {
    const char* words;
    const char* offer;
  } cases[] = {
      {"afterglow-submit --deploy-mode ''", "client cluster "},
      {"afterglow-submit --deploy-mode cl", "client cluster "},
      {"afterglow-submit --dry", "--dry-run "},
      {"afterglow-submit --driver-m", "--driver-memory "},
      {"afterglow-submit --name ''", " "},
      {"afterglow-submit --jars ap", "app.py "},
      {"afterglow-submit --jars x.jar,ap", "app.py "},
      {"afterglow-submit -v ap", "app.py "},
  };
  for (const auto& c : cases) EXPECT_EQ(offered(folder, c.words), c.offer) << c.words;
}

TEST(Completion, EveryOptionInEveryShell) {
  const std::string zsh = *completion_script("zsh");
  const std::string fish = *completion_script("fish");
  for (const Option& option : all_options()) {
    const bool listed = option.support != Support::hidden;
    const std::string name(option.name);
    const std::string end = option.arity == Arity::value ? "=[" : "[";
    EXPECT_EQ(zsh.contains("'*" + name + end), listed) << name;
    EXPECT_EQ(fish.contains("-c afterglow-submit -l " + name.substr(2) + " "), listed) << name;
    EXPECT_EQ(fish.contains("-c spark-submit -l " + name.substr(2) + " "),
              listed && option.dialect == Dialect::spark)
        << name;
  }
  EXPECT_FALSE(completion_script("tcsh"));
}

TEST(Completion, ChoicesAreOfferedWhereTheyAreKnown) {
  EXPECT_TRUE(completion_script("zsh")->contains(":MODE:(client cluster)'"));
  EXPECT_TRUE(completion_script("fish")->contains("-l deploy-mode -x -a 'client cluster' "));
}

TEST(Manual, NamesEveryOptionAndIsRoff) {
  const std::string text = manual();
  for (const Option& option : all_options()) {
    std::string name;
    for (const char c : option.name) name += c == '-' ? std::string("\\-") : std::string(1, c);
    EXPECT_EQ(text.contains(".B " + name + "\n") || text.contains(".B " + name + " ") ||
                  text.contains(".B " + name + ","),
              option.support == Support::ready)
        << name;
  }
  for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
    const std::string line = text.substr(begin, text.find('\n', begin) - begin);
    EXPECT_FALSE(line.empty());
    if (!line.starts_with('.')) continue;
    const std::string request = line.substr(0, line.find(' '));
    EXPECT_TRUE(request == ".TH" || request == ".SH" || request == ".SS" || request == ".TP" ||
                request == ".B")
        << line;
  }
}

}  // namespace
}  // namespace afterglow::submit
