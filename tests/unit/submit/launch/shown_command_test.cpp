#include "submit/launch/shown_command.h"

#include <gtest/gtest.h>

namespace afterglow::submit {
namespace {

using Words = std::vector<std::string>;

TEST(ShownCommand, HidesSecrets) {
  const struct {
    Words arguments;
    const char* shown;
  } cases[] = {
      {{"-Dpassword=x", "-Da=b", "app"}, "-Dpassword=*********(redacted) -Da=b app"},
      {{"--db-password", "x", "y"}, "--db-password *********(redacted) y"},
      {{"--db-password=x"}, "--db-password=*********(redacted)"},
      {{"mytoken"}, "*********(redacted)"},
      {{"url=jdbc://u:p@h/x"}, "url=*********(redacted)"},
      {{"https://h/x@y:z"}, "https://h/x@y:z"},
      {{"--token", "--secret", "x"}, "--token --secret *********(redacted)"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(printable({"/java", c.arguments, {}}, Redactor()), "/java " + std::string(c.shown));
  }
}

TEST(ShownCommand, ChangesOfTheEnvironment) {
  Environment before;
  before.set("SAME", "1");
  before.set("OTHER", "1");
  Command command{"/java", {}, before};
  command.environment.set("OTHER", "2");
  command.environment.set("MY_TOKEN", "x");
  EXPECT_EQ(shown_changes(before, command, Redactor()),
            (Words{"MY_TOKEN=*********(redacted)", "OTHER=2"}));
}

}  // namespace
}  // namespace afterglow::submit
