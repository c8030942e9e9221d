#include "submit/cli/command_line.h"

#include <gtest/gtest.h>

namespace afterglow::submit {
namespace {

using Words = std::vector<std::string>;

// "name=value name=value | resource | argument argument", the order kept.
std::string shown(const CommandLine& line) {
  std::string text;
  for (const auto& [option, value] : line.given) {
    text += std::string(option->name) + (option->arity == Arity::value ? "=" + value : "") + " ";
  }
  text += "| " + line.resource.value_or("(none)") + " |";
  for (const std::string& argument : line.application_arguments) {
    text += ' ';
    text += argument;
  }
  return text;
}

TEST(CommandLine, Grammar) {
  const struct {
    Words words;
    const char* expected;
  } cases[] = {
      {{"a.py"}, "| a.py |"},
      {{"--master", "local", "a.py", "x"}, "--master=local | a.py | x"},
      {{"--master=local[2]", "a.py"}, "--master=local[2] | a.py |"},
      {{"-c", "a=b=c", "a.py"}, "--conf=a=b=c | a.py |"},
      {{"--conf=a=b=c", "a.py"}, "--conf=a=b=c | a.py |"},
      {{"--conf", "a=", "a.py"}, "--conf=a= | a.py |"},
      {{"--name", "--verbose", "a.py"}, "--name=--verbose | a.py |"},
      {{"--name", "", "a.py"}, "--name= | a.py |"},
      {{"-v", "a.py", "-v", "--master", "y", "--", "--x=y"},
       "--verbose | a.py | -v --master y -- --x=y"},
      {{"--name", "a", "--name", "b", "a.py"}, "--name=a --name=b | a.py |"},
      {{"a.jar", ""}, "| a.jar | "},
      {{"a.jar", "a  b", "\"'\\$\n"}, "| a.jar | a  b \"'\\$\n"},
      {{"--verbose=yes", "a.py"}, "--verbose | a.py |"},
      {{"run-example", "--name", "n", "SparkPi", "-x"}, "--name=n | SparkPi | -x"},
      {{"a.jar", "run-example"}, "| a.jar | run-example"},
      {{"pyspark-shell-main", "-x", "--name", "n"}, "--name=n | pyspark-shell | -x"},
      {{"--class", "org.apache.spark.repl.Main", "a", "-I", "--x=y", "--name", "n", ""},
       "--class=org.apache.spark.repl.Main --name=n | spark-shell | a -I --x=y "},
      {{""}, "|  |"},
      {{}, "| (none) |"},
  };
  for (const auto& c : cases) {
    const CommandLine line = parse_command_line(c.words);
    EXPECT_EQ(shown(line), c.expected);
    EXPECT_TRUE(line.problems.empty());
  }
}

TEST(CommandLine, TakesTheLastValue) {
  const CommandLine line = parse_command_line(Words{"--name", "a", "--name", "b", "x.py"});
  EXPECT_EQ(*line.value("--name"), "b");
  EXPECT_TRUE(line.has("--name"));
  EXPECT_FALSE(line.has("--master"));
}

TEST(CommandLine, ReportsAllProblems) {
  const CommandLine line =
      parse_command_line(Words{"--driver-memry", "2g", "--zzzzzzzzz", "--mas=local", "a.py", "b"});
  ASSERT_EQ(line.problems.size(), 3U);
  EXPECT_EQ(line.problems[0], "unknown option \"--driver-memry\"; did you mean --driver-memory?");
  EXPECT_EQ(line.problems[1], "unknown option \"--zzzzzzzzz\"");
  EXPECT_EQ(line.problems[2], "unknown option \"--mas\"; did you mean --master?");
  EXPECT_EQ(line.resource, "a.py");
  EXPECT_EQ(line.understood, Understood::partly);
}

TEST(CommandLine, MissingValue) {
  for (const Words& words : {Words{"--master"}, Words{"--master="}}) {
    const CommandLine line = parse_command_line(words);
    ASSERT_EQ(line.problems.size(), 1U);
    EXPECT_EQ(line.problems[0], "option --master needs a value (MASTER)");
  }
}

}  // namespace
}  // namespace afterglow::submit
