#include "common/conf/spark_conf.h"

#include <gtest/gtest.h>

namespace afterglow {
namespace {

TEST(SparkConf, KeepsOrderAndTakesTheLastValue) {
  SparkConf conf;
  conf.set("spark.b", "1", "--conf");
  conf.set("spark.a", "2", "--conf");
  conf.set("spark.b", "3", "file:7");
  conf.set_if_missing("spark.a", "4", "file:8");
  conf.set_if_missing("spark.c", "5", "file:9");
  ASSERT_EQ(conf.entries().size(), 3U);
  EXPECT_EQ(conf.entries()[0].key, "spark.b");
  EXPECT_EQ(conf.entries()[0].value, "3");
  EXPECT_EQ(conf.find("spark.b")->origin, "file:7");
  EXPECT_EQ(*conf.get("spark.a"), "2");
  EXPECT_TRUE(conf.contains("spark.c"));
  EXPECT_EQ(conf.get("spark.d"), nullptr);
}

}  // namespace
}  // namespace afterglow
