#include "submit/resolve/jar_file.h"

#include <gtest/gtest.h>

#include "submit/resolve/main_class.h"
#include "tests/unit/submit/support/zip.h"
#include "tests/unit/temporary_folder.h"

namespace afterglow::submit {
namespace {

using Words = std::vector<std::string>;

// As much of a class file as is looked at.
std::string with_main() {
  return "\1" + std::string("\0\4main", 6) + "\1" + std::string("\0\x16([Ljava/lang/String;)V", 24);
}

class Jar : public testing::Test {
 protected:
  JarFile jar(const std::vector<ZipMember>& members) {
    return *JarFile::open(folder_.write("a.jar", zip(members)));
  }
  TemporaryFolder folder_;
};

TEST_F(Jar, NamesAndContent) {
  const JarFile made = jar({{"a"}, {"b/c.class", std::string(100'000, 'x')}});
  ASSERT_EQ(made.entries().size(), 2U);
  EXPECT_EQ(made.entries()[0].name, "a");
  EXPECT_EQ(made.find("c.class"), nullptr);
  EXPECT_EQ(made.read(*made.find("b/c.class")), std::string(100'000, 'x'));
  EXPECT_EQ(made.read(*made.find("a")), "");
}

TEST_F(Jar, Torn) {
  const std::string whole = zip({{"a"}, {"b"}});
  for (const std::size_t size : {0UL, 10UL, whole.size() / 2, whole.size() - 8}) {
    EXPECT_FALSE(JarFile::open(folder_.write("b.jar", whole.substr(0, size)))) << size;
  }
  EXPECT_FALSE(JarFile::open("/no/such.jar"));

  std::string damaged = zip({{"a", "some content"}});
  damaged.replace(damaged.find("PK\x03\x04") + 31, 4, "\xFF\xFF\xFF\xFF");
  const auto opened = JarFile::open(folder_.write("c.jar", damaged));
  ASSERT_TRUE(opened);
  EXPECT_FALSE(opened->read(opened->entries()[0]));
}

TEST_F(Jar, MainClassOfTheManifest) {
  struct Case {
    std::string manifest;
    std::optional<std::string> main_class;
  };
  const Case cases[] = {
      {"Manifest-Version: 1.0\r\nMain-Class: a.B\r\n\r\n", "a.B"},
      {"Main-Class: a.very.lo\n ng.Name\nX: y\n", "a.very.long.Name"},
      {"Manifest-Version: 1.0\n", std::nullopt},
  };
  for (const auto& [manifest, main_class] : cases) {
    EXPECT_EQ(manifest_main_class(jar({{"x"}, {"META-INF/MANIFEST.MF", manifest}})), main_class)
        << manifest;
  }
  EXPECT_EQ(manifest_main_class(jar({{"x"}})), std::nullopt);
}

TEST_F(Jar, WhatCouldBeMeant) {
  const JarFile made = jar({{"a/Main.class", "no main"},
                            {"a/Other.class", with_main()},
                            {"a/Other$.class", with_main()},
                            {"b/deep/Main.class", with_main()}});
  EXPECT_EQ(likely_main_classes(made, "x.Main"), (Words{"a.Main", "b.deep.Main"}));
  EXPECT_EQ(likely_main_classes(made, "Absent"), (Words{"a.Other", "b.deep.Main"}));
  EXPECT_EQ(main_class_advice(made, ""), "write --class a.Other or b.deep.Main");
  EXPECT_EQ(main_class_advice(jar({{"x"}}), ""), "write --class and the name of its main class");
}

}  // namespace
}  // namespace afterglow::submit
