#include "submit/launch/standalone/master_addresses.h"

#include <gtest/gtest.h>

#include <map>

namespace afterglow::submit {
namespace {

using Settings = std::map<std::string, std::string>;
using Urls = std::vector<std::string>;

SparkConf conf_of(const Settings& settings) {
  SparkConf conf;
  for (const auto& [key, value] : settings) conf.set(key, value, "test");
  return conf;
}

TEST(MasterAddresses, FollowFromTheUrlAndTheConfiguration) {
  struct Case {
    const char* url;
    Settings settings;
    const char* rpc;
    Urls rest;
    Urls ui;
  };
  const Case cases[] = {
      {"spark://a:7077", {}, "spark://a:7077", {"http://a:6066"}, {"http://a:8080"}},
      {"spark://a:7077,b:7078",
       {},
       "spark://a:7077,b:7078",
       {"http://a:6066", "http://b:6066"},
       {"http://a:8080", "http://b:8080"}},
      {"spark://a:7077",
       {{"spark.master.rest.port", "6000"}, {"spark.master.ui.port", "8000"}},
       "spark://a:7077",
       {"http://a:6000"},
       {"http://a:8000"}},
      // Spark's own REST client wants the REST port in the URL.
      {"spark://a:6066", {}, "spark://a:7077", {"http://a:6066"}, {"http://a:8080"}},
      {"spark://[::1]:7077",
       {},
       "spark://[::1]:7077",
       {"http://[::1]:6066"},
       {"http://[::1]:8080"}},
      {"spark://a:1,a:2",
       {{"afterglow.submit.rest.masters", "a:3,a:4"},
        {"afterglow.submit.ui.masters", "http://a:5"}},
       "spark://a:1,a:2",
       {"http://a:3", "http://a:4"},
       {"http://a:5"}},
  };
  for (const Case& c : cases) {
    const auto found = find_masters(c.url, conf_of(c.settings));
    ASSERT_TRUE(found) << c.url << found.error().message;
    EXPECT_EQ(found->rpc, c.rpc);
    EXPECT_EQ(found->rest, c.rest) << c.url;
    EXPECT_EQ(found->ui, c.ui) << c.url;
  }
}

TEST(MasterAddresses, SayWhatIsMalformed) {
  struct Case {
    const char* url;
    Settings settings;
    const char* says;
  };
  const Case cases[] = {
      {"spark://", {}, "HOST:PORT"},
      {"spark://a", {}, "\"a\" is malformed"},
      {"spark://a:x", {}, "\"a:x\" is malformed"},
      {"spark://a:7077,", {}, "\"\" is malformed"},
      {"spark://user@a:7077", {}, "is malformed"},
      {"spark://::1:7077", {}, "is malformed"},
      {"spark://a:1", {{"spark.master.rest.port", "web"}}, "spark.master.rest.port: \"web\""},
      {"spark://a:1",
       {{"afterglow.submit.rest.masters", "b"}},
       "afterglow.submit.rest.masters: \"b\""},
  };
  for (const Case& c : cases) {
    const auto found = find_masters(c.url, conf_of(c.settings));
    ASSERT_FALSE(found) << c.url;
    EXPECT_TRUE(found.error().message.contains(c.says)) << found.error().message;
  }
}

}  // namespace
}  // namespace afterglow::submit
