#include "submit/launch/standalone/standalone_check.h"

#include <gtest/gtest.h>

#include "submit/launch/cluster.h"
#include "tests/unit/common/net/canned_server.h"

namespace afterglow::submit {
namespace {

const std::string unknown_driver = http_answer(
    R"({"action":"SubmissionStatusResponse","serverSparkVersion":"4.3.0","success":false})");
const std::string old_spark = http_answer(
    R"({"action":"SubmissionStatusResponse","serverSparkVersion":"3.5.1","success":false})");
const std::string two_workers =
    http_answer(R"({"status":"ALIVE","workers":[)"
                R"({"id":"a","state":"ALIVE","cores":4,"memory":2048},)"
                R"({"id":"b","state":"ALIVE","cores":2,"memory":8192},)"
                R"({"id":"c","state":"DEAD","cores":64,"memory":65536}]})");
const std::string no_worker = http_answer(R"({"status":"ALIVE","workers":[]})");

class StandaloneCheck : public testing::Test {
 protected:
  StandaloneCheck() {
    plan_.master = {MasterKind::standalone, "spark://127.0.0.1:9"};
    surroundings_.spark.version_text = "4.3.0";
    surroundings_.spark.home = "/opt/spark";
  }
  void set(const std::string& key, const std::string& value) {
    plan_.effective_conf.set(key, value, "test");
  }
  Problems problems(const CannedServer& rest, const CannedServer& page, DeployMode mode) {
    set("afterglow.submit.rest.masters", rest.place());
    set("afterglow.submit.ui.masters", page.place());
    plan_.deploy_mode = mode;
    Problems found;
    (mode == DeployMode::cluster ? check_standalone : check_standalone_client)(plan_, surroundings_,
                                                                               found);
    return found;
  }

  SubmissionPlan plan_{};
  Surroundings surroundings_{};
};

TEST_F(StandaloneCheck, AMasterMustAnswer) {
  set("afterglow.submit.rest.masters", "127.0.0.1:9");
  Problems found;
  check_standalone(plan_, surroundings_, found);
  plan_.master.text = "spark://127.0.0.1:11";
  check_standalone_client(plan_, surroundings_, found);
  ASSERT_EQ(found.size(), 2U) << testing::PrintToString(found);
  EXPECT_TRUE(found[0].contains("127.0.0.1:9 refuses connections")) << found[0];
  EXPECT_TRUE(found[1].contains("no master of spark://127.0.0.1:11 can be reached")) << found[1];
}

TEST_F(StandaloneCheck, WhatFitsOnNoWorker) {
  struct Case {
    const char* key;
    const char* value;
    std::string problem;
  };
  const std::string memory =
      " memory in MB of 9216 fits on no worker: the largest has 8192; lower ";
  const Case cases[] = {
      {"spark.driver.memory", "8g", ""},
      {"spark.driver.memory", "9g", "a driver" + memory + "--driver-memory"},
      {"spark.executor.memory", "9216", "an executor" + memory + "--executor-memory"},
      {"spark.driver.cores", "5",
       "a number of driver cores of 5 fits on no worker: the largest has 4; lower --driver-cores"},
      {"spark.executor.cores", "4", ""},
  };
  for (const auto& [key, value, problem] : cases) {
    const SubmissionPlan plan = plan_;
    CannedServer rest({unknown_driver});
    CannedServer page({two_workers});
    set(key, value);
    EXPECT_EQ(problems(rest, page, DeployMode::cluster),
              problem.empty() ? Problems() : Problems{problem})
        << key << " " << value;
    plan_ = plan;
  }
  CannedServer rest({unknown_driver});
  CannedServer empty({no_worker});
  EXPECT_EQ(problems(rest, empty, DeployMode::cluster),
            (Problems{"the cluster spark://127.0.0.1:9 has no worker at the moment; start one"}));
  CannedServer other({http_answer("<html>", "200 OK", "text/html")});
  EXPECT_EQ(problems(rest, other, DeployMode::cluster), Problems()) << "nobody tells";
}

TEST_F(StandaloneCheck, ADriverHereMustBeOfTheSameSpark) {
  CannedServer rpc({""});
  CannedServer page({two_workers});
  plan_.master.text = "spark://127.0.0.1:9," + rpc.place();
  set("spark.driver.memory", "9g");  // of this machine
  CannedServer same({unknown_driver});
  EXPECT_EQ(problems(same, page, DeployMode::client), Problems());
  CannedServer old({old_spark});
  EXPECT_EQ(problems(old, page, DeployMode::client),
            (Problems{"the cluster runs Spark 3.5.1, and the driver would be of Spark 4.3.0 "
                      "(/opt/spark); they do not understand each other: set SPARK_HOME to a Spark "
                      "3.5.1"}));
  set("spark.driver.memory", "2g");
  EXPECT_EQ(problems(old, page, DeployMode::cluster), Problems()) << "the driver is the cluster's";
}

TEST(Releases, DifferInMoreThanTheLastNumber) {
  EXPECT_TRUE(is_other_release("3.5.1", "4.3.0"));
  EXPECT_TRUE(is_other_release("4.2.0", "4.3.0"));
  EXPECT_FALSE(is_other_release("4.3.1", "4.3.0-vendor1"));
  EXPECT_FALSE(is_other_release("", "4.3.0"));
  EXPECT_TRUE(is_other_release("5", "4.3.0"));
}

}  // namespace
}  // namespace afterglow::submit
