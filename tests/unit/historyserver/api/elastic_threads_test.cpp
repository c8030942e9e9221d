#include "historyserver/api/elastic_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace afterglow::history {
namespace {

TEST(ElasticThreads, RunsJobsSideBySideUpToTheLimit) {
  ElasticThreads threads(3);
  std::latch three_run(3);
  std::atomic<int> done = 0;
  for (int i = 0; i < 3; ++i) {
    threads.run([&] {
      three_run.arrive_and_wait();
      ++done;
    });
  }
  three_run.wait();
  std::latch block(1);
  for (int i = 0; i < 10; ++i) {
    threads.run([&] {
      block.wait();
      ++done;
    });
  }
  EXPECT_LE(threads.threads(), 3u);
  block.count_down();
  threads.stop();
  EXPECT_EQ(done, 13);
  EXPECT_EQ(threads.threads(), 0u);
}

TEST(ElasticThreads, UsesAThreadThatWaits) {
  ElasticThreads threads(100);
  for (int i = 0; i < 50; ++i) {
    std::latch done(1);
    threads.run([&] { done.count_down(); });
    done.wait();
  }
  EXPECT_LE(threads.threads(), 5u);
}

}  // namespace
}  // namespace afterglow::history
