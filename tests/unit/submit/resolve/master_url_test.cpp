#include "submit/resolve/master_url.h"

#include <gtest/gtest.h>

namespace afterglow::submit {
namespace {

TEST(MasterUrl, Kinds) {
  const struct {
    const char* text;
    MasterKind kind;
  } cases[] = {
      {"local", MasterKind::local},
      {"local[1]", MasterKind::local},
      {"local[*]", MasterKind::local},
      {"local[4,2]", MasterKind::local},
      {"local[* , 2]", MasterKind::local},
      {"local-cluster[2,1,1024]", MasterKind::local_cluster},
      {"yarn", MasterKind::yarn},
      {"spark://a:7077,b:7077", MasterKind::standalone},
      {"k8s://https://h:443", MasterKind::kubernetes},
      {"mesos://h:5050", MasterKind::mesos},
  };
  for (const auto& c : cases) {
    const auto master = parse_master_url(c.text);
    ASSERT_TRUE(master) << c.text;
    EXPECT_EQ(master->kind, c.kind) << c.text;
    EXPECT_EQ(master->text, c.text);
  }
}

TEST(MasterUrl, Malformed) {
  for (const char* const text :
       {"", "loc", "local[", "local[]", "local[x]", "local[0]", "local[-1]", "local[1,]",
        "local[1,0]", "local[1,x]", "local[ 1]", "local 2", "yarn-client", "Local", "http://x"}) {
    EXPECT_FALSE(parse_master_url(text)) << text;
  }
}

}  // namespace
}  // namespace afterglow::submit
