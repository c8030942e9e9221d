#include "historyserver/api/answer_cache.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

Response body_of(std::size_t size) {
  Response response;
  response.body.assign(size, 'x');
  return response;
}

TEST(AnswerCache, KeepsWhatWasAskedForLast) {
  AnswerCache cache(3'300);
  for (int i = 0; i < 33; ++i) cache.keep(std::to_string(i), body_of(95));
  ASSERT_TRUE(cache.find("0"));
  EXPECT_EQ(cache.find("0")->body.size(), 95u);
  cache.keep("more", body_of(95));
  cache.keep("and more", body_of(95));
  EXPECT_TRUE(cache.find("0"));
  EXPECT_TRUE(cache.find("and more"));
  EXPECT_FALSE(cache.find("1"));
  EXPECT_FALSE(cache.find("never"));
}

TEST(AnswerCache, LeavesOutWhatIsLargeOrStreamed) {
  AnswerCache cache(800);
  cache.keep("large", body_of(101));
  EXPECT_FALSE(cache.find("large"));
  Response streamed;
  streamed.stream = [](const BodySink&) { return true; };
  cache.keep("streamed", streamed);
  EXPECT_FALSE(cache.find("streamed"));
}

}  // namespace
}  // namespace afterglow::history
