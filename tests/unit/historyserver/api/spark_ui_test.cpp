#include "historyserver/api/spark_ui.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

TEST(LogUrls, AreMadeFromAttributes) {
  const StringMap logged = {{"stdout", "http://node:8042/out"}};
  const StringMap attributes = {
      {"HTTP_SCHEME", "https://"}, {"NM_HOST", "node"}, {"LOG_FILES", "stderr,stdout"}};
  const struct {
    const char* pattern;
    StringMap urls;
  } cases[] = {
      {"{{HTTP_SCHEME}}logs/{{NM_HOST}}", {{"log", "https://logs/node"}}},
      {"https://logs/all", {{"log", "https://logs/all"}}},
      {"http://l/{{NM_HOST}}/{{FILE_NAME}}?again={{NM_HOST}}",
       {{"stderr", "http://l/node/stderr?again=node"},
        {"stdout", "http://l/node/stdout?again=node"}}},
      {"http://l/{{CLUSTER_ID}}/{{NM_HOST}}", logged},
      {"http://l/{{LOG_FILES}}", logged},
      {"http://l/{{NM HOST}}/{{}}/{{NM_HOST}", {{"log", "http://l/{{NM HOST}}/{{}}/{{NM_HOST}"}}},
      {"http://l/{{{NM_HOST}}}", {{"log", "http://l/{node}"}}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(log_urls(c.pattern, attributes, logged), c.urls) << c.pattern;
  }
  EXPECT_EQ(log_urls("http://l/{{FILE_NAME}}", {{"NM_HOST", "node"}}, logged), logged);
}

}  // namespace
}  // namespace afterglow::history
