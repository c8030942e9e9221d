#include "submit/launch/archive/class_archive.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "submit/launch/archive/archive_builder.h"
#include "submit/resolve/planner.h"
#include "tests/unit/submit/support/fake_spark.h"
#include "tests/unit/submit/support/zip.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

class Archive : public testing::Test {
 protected:
  Archive() : home_(make_spark(folder_, "spark")) {
    folder_.write("spark/jars/spark-core_2.13-4.3.0.jar", zip({{"in-a-jar.properties"}, {"x/y"}}));
    folder_.write("spark/jars/slf4j-api-2.0.17.jar", zip({}));
    folder_.write("spark/conf/log4j2.properties", "");
    set_java("17.0.9");
    train_with(
        "for a; do case $a in -XX:ArchiveClassesAtExit=*) echo archive >\"${a#*=}\";; esac; done");
    environment_.set("HOME", folder_.path("home"));
    environment_.set("PATH", "/usr/bin:/bin");
    fs::create_directories(folder_.path("home"));
  }

  void set_java(const std::string& version) {
    folder_.write("jdk/release", "JAVA_VERSION=\"" + version + "\"\n");
  }
  void train_with(const std::string& script) {
    java_ = folder_.write_program("jdk/bin/java", "#!/bin/sh\n" + script + "\n");
  }

  Surroundings surroundings() {
    return {*spark_at(home_, "SPARK_HOME"), java_, home_ / "conf", environment_};
  }
  std::optional<ClassArchive> find(Words words = {}) {
    words.push_back(folder_.write("app.py", ""));
    Problems problems;
    Words warnings;
    const auto plan =
        make_plan(parse_command_line(words), environment_, home_ / "conf", problems, warnings);
    EXPECT_TRUE(problems.empty() && warnings.empty()) << testing::PrintToString(problems);
    return find_class_archive(*plan, surroundings());
  }
  // Makes the cache as build_later does, and the archive in it.
  bool build() {
    const auto archive = find();
    fs::create_directories(archive->folder.parent_path());
    return build_archive(*archive, surroundings());
  }
  bool is_found() {
    const auto archive = find();
    return archive && !archive->file.empty();
  }

  TemporaryFolder folder_;
  fs::path home_;
  fs::path java_;
  Environment environment_;
};

TEST_F(Archive, IsBuiltOnceAndFound) {
  const auto before = find();
  ASSERT_TRUE(before);
  EXPECT_TRUE(before->may_be_built);
  EXPECT_TRUE(before->file.empty());
  // A builder was killed.
  fs::create_directories(before->folder.string() + ".building/result/half");
  ASSERT_TRUE(build());
  const auto after = find();
  EXPECT_FALSE(after->may_be_built);
  EXPECT_EQ(after->file, before->folder / "classes.jsa");
  EXPECT_EQ(text_of(before->folder / "resources"),
            stamp_of(after->file) + "\nin-a-jar.properties\n");
  train_with("exit 1");
  EXPECT_TRUE(build_archive(*before, surroundings()));
  const auto left = std::distance(fs::directory_iterator(before->folder.parent_path()), {});
  EXPECT_EQ(left, 2) << "the archive and its lock";
}

TEST_F(Archive, IsNotUsedWhenItMayBeWrong) {
  ASSERT_TRUE(build());
  const fs::path folder = find()->folder;
  const auto expect_unused = [this](const char* why) { EXPECT_FALSE(is_found()) << why; };

  fs::permissions(folder / "classes.jsa", fs::perms::group_write, fs::perm_options::add);
  expect_unused("others may write it");
  fs::permissions(folder / "classes.jsa", fs::perms::group_write, fs::perm_options::remove);
  EXPECT_TRUE(is_found());

  const auto made = fs::last_write_time(folder / "classes.jsa");
  std::ofstream(folder / "classes.jsa", std::ios::app) << "x";
  fs::last_write_time(folder / "classes.jsa", made);
  expect_unused("it has another size than when it was made");
  fs::resize_file(folder / "classes.jsa", 8);
  expect_unused("it was written to");
  fs::last_write_time(folder / "classes.jsa", made);
  EXPECT_TRUE(is_found());

  folder_.write("spark/conf/in-a-jar.properties", "");
  expect_unused("a jar would hide a file of the conf folder");
  fs::remove(home_ / "conf/in-a-jar.properties");
  fs::create_directory(home_ / "conf/more");
  expect_unused("the conf folder has folders");
  fs::remove(home_ / "conf/more");
  EXPECT_TRUE(is_found());

  folder_.write("spark/jars/new.jar", zip({}));
  expect_unused("Spark has another jar");
}

TEST_F(Archive, IsNotForEveryDriver) {
  ASSERT_TRUE(build());
  for (const Words& words :
       {Words{"--driver-class-path", "/x"}, Words{"--driver-java-options", "-Xshare:off"},
        Words{"--driver-java-options", "-javaagent:/a.jar"}, Words{"--remote", "sc://h"},
        Words{"--conf", "afterglow.submit.classArchive.enabled=false"}}) {
    EXPECT_FALSE(find(words)) << testing::PrintToString(words);
  }
  EXPECT_TRUE(find({"--driver-java-options", "-Dx=1", "--driver-memory", "2g"}));
  set_java("1.8.0_392");
  EXPECT_FALSE(find());
  set_java("17.0.9");
  environment_.set("AFTERGLOW_CLASS_ARCHIVE", "false");
  EXPECT_FALSE(find());
}

TEST_F(Archive, FailureIsRememberedAndLeavesNothing) {
  train_with("exit 1");
  EXPECT_FALSE(build());
  const auto archive = find();
  EXPECT_TRUE(archive->file.empty());
  EXPECT_FALSE(archive->may_be_built);
  EXPECT_FALSE(fs::exists(archive->folder));
}

TEST_F(Archive, DriverCommandHasTheConfFolderBehindTheJars) {
  Problems problems;
  Words warnings;
  Environment environment;
  environment.set("AFTERGLOW_QUICK_START", "false");
  const auto plan = make_plan(parse_command_line(Words{folder_.write("app.py", "")}), environment,
                              home_ / "conf", problems, warnings);
  const auto command = driver_command(*plan, surroundings(), {"/cache/classes.jsa"});
  const std::string jars = (home_ / "jars").string();
  EXPECT_EQ(command->arguments[1],
            jars + "/slf4j-api-2.0.17.jar:" + jars + "/*:" + (home_ / "conf").string() + "/");
  EXPECT_EQ(command->arguments[2], "-XX:SharedArchiveFile=/cache/classes.jsa");
}

}  // namespace
}  // namespace afterglow::submit
