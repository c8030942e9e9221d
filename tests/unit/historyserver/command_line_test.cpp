#include "historyserver/command_line.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

Result<CommandLine> parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "afterglow-history");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

using Texts = std::vector<std::string>;

TEST(CommandLine, TakesEveryOption) {
  const auto line =
      parse({"--dir", "/a", "--dir=/b", "--store", "/s", "--host", "0.0.0.0", "--port=0", "--conf",
             "k=v", "--conf", "k2=a=b", "--properties-file", "f.conf"});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->directories, (Texts{"/a", "/b"}));
  EXPECT_EQ(line->store, "/s");
  EXPECT_EQ(line->host, "0.0.0.0");
  EXPECT_EQ(line->port, "0");
  EXPECT_EQ(line->conf, (Texts{"k=v", "k2=a=b"}));
  EXPECT_EQ(line->properties_file, "f.conf");
  EXPECT_FALSE(line->help || line->version);
}

TEST(CommandLine, MayBeEmpty) {
  const auto line = parse({});
  ASSERT_TRUE(line);
  EXPECT_TRUE(line->directories.empty() && line->conf.empty());
  EXPECT_EQ(line->port, std::nullopt);
}

TEST(CommandLine, HelpAndVersion) {
  EXPECT_TRUE(parse({"--help"})->help);
  EXPECT_TRUE(parse({"-h"})->help);
  EXPECT_TRUE(parse({"--version"})->version);
  for (const char* option : {"--dir", "--store", "--host", "--port", "--conf", "--properties-file",
                             "--help", "--version"}) {
    EXPECT_NE(usage().find(option), std::string::npos) << option;
  }
}

TEST(CommandLine, SaysWhichWordIsWrong) {
  const struct {
    std::vector<const char*> arguments;
    const char* named;
  } cases[] = {
      {{"--bogus"}, "--bogus"},
      {{"--di", "/a"}, "--di"},
      {{"--port"}, "--port"},
      {{"--port", "1", "--port", "2"}, "--port"},
      {{"alone"}, "too many positional options"},
  };
  for (const auto& c : cases) {
    const auto line = parse(c.arguments);
    ASSERT_FALSE(line) << c.named;
    EXPECT_EQ(line.error().kind, ErrorKind::invalid_argument);
    EXPECT_NE(line.error().message.find(c.named), std::string::npos) << line.error().message;
    EXPECT_TRUE(line.error().message.ends_with("(see --help)")) << line.error().message;
  }
}

}  // namespace
}  // namespace afterglow::history
