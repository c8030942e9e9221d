#include "submit/staging/shared_folder.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include "tests/unit/submit/support/fake_spark.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

TEST(SharedFolder, CopiesUnderNamesThatNobodyCanGuess) {
  const TemporaryFolder folder;
  const std::string jar = folder.write("gateway/a b.jar", "jar");
  fs::create_directory(folder.path("shared"));
  auto shared = SharedFolder::open("file:" + folder.path("shared"), "ann");
  ASSERT_TRUE(shared) << shared.error().message;
  const auto first = shared->publish(jar, "a b.jar");
  const auto second = shared->publish(jar, "a b.jar");
  const auto text = shared->publish_text("k=v", "x.properties");
  ASSERT_TRUE(first && second && text);
  EXPECT_NE(*first, *second);
  EXPECT_TRUE(first->starts_with("file:" + folder.path("shared") + "/ann/")) << *first;
  EXPECT_TRUE(first->ends_with("/a%20b.jar")) << *first;
  EXPECT_EQ(text_of(text->substr(5)), "k=v");
  const auto mode = fs::status(folder.path("shared/ann")).permissions();
  EXPECT_EQ(mode & (fs::perms::group_read | fs::perms::others_read), fs::perms::none);
}

TEST(SharedFolder, RemovesItsCopiesUnlessTheyAreKept) {
  const TemporaryFolder folder;
  const std::string jar = folder.write("a.jar", "jar");
  fs::create_directory(folder.path("shared"));
  std::string kept;
  {
    auto removed = SharedFolder::open(folder.path("shared"), "ann");
    auto staying = SharedFolder::open(folder.path("shared"), "ann");
    ASSERT_TRUE(removed && staying);
    ASSERT_TRUE(removed->publish(jar, "a.jar") && staying->publish(jar, "a.jar"));
    kept = staying->keep();
  }
  const auto left = fs::directory_iterator(folder.path("shared/ann"));
  EXPECT_EQ(std::distance(fs::begin(left), fs::end(left)), 1);
  EXPECT_TRUE(fs::exists(kept));
}

TEST(SharedFolder, SaysWhatDoesNotGo) {
  const TemporaryFolder folder;
  const std::string file = folder.write("file", "");
  struct Case {
    std::string folder;
    const char* says;
  };
  const Case cases[] = {{"hdfs://nn/staging", "only a shared folder"},
                        {"s3a://bucket", "only a shared folder"},
                        {folder.path("absent"), "there is no folder"},
                        {file, "there is no folder"}};
  for (const Case& c : cases) {
    const auto opened = SharedFolder::open(c.folder, "ann");
    ASSERT_FALSE(opened) << c.folder;
    EXPECT_TRUE(opened.error().message.contains(c.says)) << opened.error().message;
    EXPECT_TRUE(opened.error().message.contains("afterglow.submit.staging.dir"));
  }
}

// What a full disk does, without one: files may not grow beyond some bytes.
class SmallFiles {
 public:
  SmallFiles() {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit small = before_;
    small.rlim_cur = 1000;
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallFiles() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, SIG_DFL);
  }

 private:
  rlimit before_ = {};
};

TEST(SharedFolder, NothingStaysWhereNotEverythingFits) {
  const TemporaryFolder folder;
  const std::string small = folder.write("small.jar", std::string(900, 'x'));
  const std::string large = folder.write("large.jar", std::string(5000, 'x'));
  fs::create_directory(folder.path("shared"));
  {
    auto shared = SharedFolder::open(folder.path("shared"), "ann");
    ASSERT_TRUE(shared);
    const SmallFiles limit;
    ASSERT_TRUE(shared->publish(small, "small.jar"));
    for (const auto& published : {shared->publish(large, "large.jar"),
                                  shared->publish_text(std::string(5000, 'x'), "x.properties")}) {
      ASSERT_FALSE(published);
      EXPECT_TRUE(published.error().message.contains("File too large; make room there"))
          << published.error().message;
    }
  }
  EXPECT_TRUE(fs::is_empty(folder.path("shared/ann")));
}

TEST(SharedFolder, CopiesMoreThanOnePieceUntilItIsInterrupted) {
  const TemporaryFolder folder;
  const std::string large = folder.write("large.jar", std::string(40'000'000, 'x'));
  int asked = 0;
  auto shared = SharedFolder::open(folder.path(), "ann", [&asked] { return ++asked == 5; });
  ASSERT_TRUE(shared);
  const auto whole = shared->publish(large, "large.jar");
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(fs::file_size(whole->substr(5)), 40'000'000U);
  EXPECT_FALSE(shared->publish(large, "large.jar"));
  EXPECT_EQ(asked, 5);
}

TEST(SharedFolder, ACopyThatFailsIsSaid) {
  const TemporaryFolder folder;
  auto shared = SharedFolder::open(folder.path(), "ann");
  ASSERT_TRUE(shared);
  const auto copied = shared->publish(folder.path("gone.jar"), "gone.jar");
  ASSERT_FALSE(copied);
  EXPECT_TRUE(copied.error().message.contains("staging: cannot copy")) << copied.error().message;
}

}  // namespace
}  // namespace afterglow::submit
