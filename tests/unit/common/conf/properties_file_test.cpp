#include "common/conf/properties_file.h"

#include <gtest/gtest.h>

#include <fstream>

namespace afterglow {
namespace {

struct Case {
  const char* text;
  const char* key;
  const char* value;
};

TEST(PropertiesFile, ReadsOneEntry) {
  const Case cases[] = {
      {"k v", "k", "v"},
      {"k=v", "k", "v"},
      {"k:v", "k", "v"},
      {"k   =   v", "k", "v"},
      {"k\tv", "k", "v"},
      {"  k = v", "k", "v"},
      {"k = = v", "k", "= v"},
      {"k", "k", ""},
      {"k =", "k", ""},
      {"=v", "", "v"},
      {"k v # no comment", "k", "v # no comment"},
      {"k a b  c", "k", "a b  c"},
      {"a\\ b c", "a b", "c"},
      {"a\\=b=c", "a=b", "c"},
      {"a\\:b:c", "a:b", "c"},
      {"k C:\\\\x", "k", "C:\\x"},
      {"k \\q", "k", "q"},
      {"k a\\tb", "k", "a\tb"},
      {"k v\\n", "k", "v\n"},
      {"k \\ v\\ ", "k", "v"},
      {"k \\u00e9", "k", "\u00e9"},
      {"k \\u20AC", "k", "\u20ac"},
      {"k \\ud83d\\ude00", "k", "\U0001F600"},
      {"k \\ud83dx", "k", "\uFFFDx"},
      {"k \\u12g4", "k", "\\u12g4"},
      {"k \u00fc", "k", "\u00fc"},
      {"k a\\\nb", "k", "ab"},
      {"k a,\\\r\n   b", "k", "a,b"},
      {"k a\\\n# b", "k", "a# b"},
      {"k a\\\\\nb", "k", "a\\"},
      {"k a\\", "k", "a"},
      {"k v\r", "k", "v"},
  };
  for (const Case& c : cases) {
    const auto properties = parse_properties(c.text);
    ASSERT_FALSE(properties.empty()) << c.text;
    EXPECT_EQ(properties[0].key, c.key) << c.text;
    EXPECT_EQ(properties[0].value, c.value) << c.text;
  }
}

TEST(PropertiesFile, SkipsCommentsAndCountsLines) {
  const auto properties = parse_properties("# a 1\n\n  ! b 2\nc 3\\\n 4\nd 5\r\ne 6");
  ASSERT_EQ(properties.size(), 3U);
  EXPECT_EQ(properties[0].value, "34");
  EXPECT_EQ(properties[0].line, 4);
  EXPECT_EQ(properties[1].line, 6);
  EXPECT_EQ(properties[2].line, 7);
}

TEST(PropertiesFile, FormatIsReadBack) {
  const Property entries[] = {
      {"spark.a", "b", 1},       {"a b=c:d#e!f", "x", 1}, {"k", "C:\\dir\\", 1},
      {"k", "a\nb\rc\td", 1},    {"k", "= : # !", 1},     {"k", "", 1},
      {"k", "\u00e9 \u20ac", 1}, {"#k", "#v", 1},
  };
  for (const Property& entry : entries) {
    const auto back = parse_properties(format_property(entry.key, entry.value));
    ASSERT_EQ(back.size(), 1U) << entry.key;
    EXPECT_EQ(back[0].key, entry.key);
    EXPECT_EQ(back[0].value, entry.value);
  }
}

TEST(PropertiesFile, MissingFileIsNotFound) {
  const auto properties = read_properties_file("/nonexistent/x.conf");
  ASSERT_FALSE(properties);
  EXPECT_EQ(properties.error().kind, ErrorKind::not_found);
  EXPECT_NE(properties.error().message.find("/nonexistent/x.conf"), std::string::npos);
}

}  // namespace
}  // namespace afterglow
