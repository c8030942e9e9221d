#include "historyserver/query/report_options.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

using Words = std::vector<const char*>;

Result<ReportOptions> parse(ReportCommand command, Words words) {
  words.insert(words.begin(), "command");
  return parse_report_options(command, static_cast<int>(words.size()), words.data());
}

TEST(ReportOptions, TakesEveryOption) {
  const auto options =
      parse(ReportCommand::compare, {"app/2", "--output", "json", "b", "--store", "/s",
                                     "--conf=a=b", "--conf", "c=d", "--properties-file", "f"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->command, ReportCommand::compare);
  EXPECT_EQ(options->applications, (std::vector<std::string>{"app/2", "b"}));
  EXPECT_EQ(options->format, ReportFormat::json);
  EXPECT_EQ(options->store, "/s");
  EXPECT_EQ(options->conf, (std::vector<std::string>{"a=b", "c=d"}));
  EXPECT_EQ(options->properties_file, "f");
  EXPECT_EQ(parse(ReportCommand::findings, {"app"})->format, ReportFormat::text);
  EXPECT_TRUE(parse(ReportCommand::findings, {"-h"})->help);
}

TEST(ReportOptions, SaysWhatIsWrong) {
  const struct {
    ReportCommand command;
    Words words;
    const char* named;
  } cases[] = {
      {ReportCommand::findings, {}, "which application?"},
      {ReportCommand::findings, {"a", "b"}, "which application?"},
      {ReportCommand::compare, {"a"}, "which applications?"},
      {ReportCommand::findings, {"a", "--output", "html"}, "--output html"},
      {ReportCommand::findings, {"a", "--limit", "1"}, "limit"},
  };
  for (const auto& c : cases) {
    const auto options = parse(c.command, c.words);
    ASSERT_FALSE(options) << c.named;
    EXPECT_EQ(options.error().kind, ErrorKind::invalid_argument);
    EXPECT_NE(options.error().message.find(c.named), std::string::npos) << options.error().message;
    EXPECT_TRUE(options.error().message.ends_with(" (see --help)")) << options.error().message;
  }
}

TEST(ReportOptions, AreTold) {
  for (const ReportCommand command : {ReportCommand::findings, ReportCommand::compare}) {
    const std::string usage = report_usage(command);
    for (const char* option : {"--output FORMAT", "--store DIR", "--conf KEY=VALUE", "--help"}) {
      EXPECT_NE(usage.find(option), std::string::npos) << usage;
    }
  }
}

}  // namespace
}  // namespace afterglow::history
