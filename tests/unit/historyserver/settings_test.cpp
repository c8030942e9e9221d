#include "historyserver/settings.h"

#include "common/conf/conf_keys.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using Texts = std::vector<std::string>;

class SettingsTest : public testing::Test {
 protected:
  void SetUp() override { environment_.set("HOME", "/home/u"); }
  Settings resolve() { return value_of(resolve_settings(line_, environment_)); }
  std::string refusal() {
    const auto settings = resolve_settings(line_, environment_);
    EXPECT_FALSE(settings);
    return settings ? "" : settings.error().message;
  }

  TemporaryFolder folder_;
  CommandLine line_;
  Environment environment_;
};

TEST_F(SettingsTest, HaveTheDocumentedDefaults) {
  const Settings settings = resolve();
  EXPECT_EQ(settings.directories, Texts{"/tmp/spark-events"});
  EXPECT_EQ(settings.store, "/home/u/.cache/afterglow");
  EXPECT_EQ(settings.host, conf_key("afterglow.history.ui.host").default_value);
  EXPECT_EQ(std::to_string(settings.port), conf_key("spark.history.ui.port").default_value);
  EXPECT_GT(settings.update_interval.count(), 0);
  EXPECT_GE(settings.threads, 1);
}

TEST_F(SettingsTest, TellOfTheSqlConsole) {
  EXPECT_TRUE(resolve().console.enabled);
  EXPECT_EQ(resolve().console.rows, 10'000);
  EXPECT_EQ(resolve().console.time, std::chrono::seconds(30));
  line_.conf = {"afterglow.ui.sqlConsole.enabled=false", "afterglow.ui.sqlConsole.maxRows=5",
                "afterglow.ui.sqlConsole.timeout=2min"};
  EXPECT_FALSE(resolve().console.enabled);
  EXPECT_EQ(resolve().console.rows, 5);
  EXPECT_EQ(resolve().console.time, std::chrono::minutes(2));
  line_.conf = {"afterglow.ui.sqlConsole.maxRows=0"};
  EXPECT_EQ(refusal(),
            "afterglow.ui.sqlConsole.maxRows = '0' (--conf): expected a number from 1 to 1000000");
  line_.conf = {"afterglow.ui.sqlConsole.timeout=0"};
  EXPECT_EQ(refusal(),
            "afterglow.ui.sqlConsole.timeout = '0' (--conf): expected a time such as 10s");
}

TEST_F(SettingsTest, PassOverThoseOfOthers) {
  line_.conf = {"afterglow.submit.staging.dir=/tmp", "spark.no.such.setting=x", "other=x"};
  resolve();
}

TEST_F(SettingsTest, TellOfTheProxy) {
  EXPECT_EQ(resolve().proxy.path, "");
  environment_.set("APPLICATION_WEB_PROXY_BASE", "/proxy/app");
  EXPECT_EQ(resolve().proxy.path, "/proxy/app");
  line_.conf = {"spark.ui.proxyBase=/base", "spark.ui.proxyRedirectUri=https://gate/"};
  EXPECT_EQ(resolve().proxy.path, "/base");
  EXPECT_EQ(resolve().proxy.redirect, "https://gate");
}

TEST_F(SettingsTest, TellOfWhatSparkLetsChoose) {
  EXPECT_EQ(resolve().ui.log_url, "");
  EXPECT_TRUE(resolve().ui.log_url_of_incomplete);
  EXPECT_TRUE(resolve().ui.groups_sub_executions);
  line_.conf = {"spark.history.custom.executor.log.url=https://logs/{{CONTAINER_ID}}",
                "spark.history.custom.executor.log.url.applyIncompleteApplication=false",
                "spark.ui.groupSQLSubExecutionEnabled=false"};
  EXPECT_EQ(resolve().ui.log_url, "https://logs/{{CONTAINER_ID}}");
  EXPECT_FALSE(resolve().ui.log_url_of_incomplete);
  EXPECT_FALSE(resolve().ui.groups_sub_executions);
}

// Each step is stronger than all before it.
TEST_F(SettingsTest, StrongerPlacesWin) {
  const std::string home = folder_.path("spark");
  folder_.write("spark/conf/spark-defaults.conf", "spark.history.ui.port 1\n");
  environment_.set("SPARK_HOME", home);
  EXPECT_EQ(resolve().port, 1);
  folder_.write("conf/spark-defaults.conf", "spark.history.ui.port=2\n");
  environment_.set("SPARK_CONF_DIR", folder_.path("conf"));
  EXPECT_EQ(resolve().port, 2);
  line_.properties_file = folder_.write("mine.conf", "spark.history.ui.port: 3\n");
  EXPECT_EQ(resolve().port, 3);
  environment_.set("SPARK_HISTORY_OPTS", "-Xmx1g -Dspark.history.ui.port=4 -Dother=5");
  EXPECT_EQ(resolve().port, 4);
  line_.conf = {"spark.history.ui.port=9", "spark.history.ui.port=5"};
  EXPECT_EQ(resolve().port, 5);
  line_.port = "6";
  EXPECT_EQ(resolve().port, 6);
}

TEST_F(SettingsTest, EveryOptionIsStrongerThanItsKey) {
  line_.conf = {"spark.history.fs.logDirectory=/conf", "spark.history.store.path=/conf",
                "afterglow.history.ui.host=conf"};
  EXPECT_EQ(resolve().directories, Texts{"/conf"});
  EXPECT_EQ(resolve().store, "/conf");
  EXPECT_EQ(resolve().host, "conf");
  line_.directories = {"/flag", "file:///flag2", "/flag"};
  line_.store = "/flag3";
  line_.host = "flag";
  EXPECT_EQ(resolve().directories, (Texts{"/flag", "/flag2"}));
  EXPECT_EQ(resolve().store, "/flag3");
  EXPECT_EQ(value_of(resolve_store(line_, environment_)), "/flag3");
  EXPECT_EQ(resolve().host, "flag");
}

TEST_F(SettingsTest, TakesEveryFormOfALogDirectory) {
  const struct {
    const char* value;
    Texts directories;
  } cases[] = {
      {"/a", {"/a"}},
      {"file:/a", {"/a"}},
      {"file:///a/b/", {"/a/b/"}},
      {"file://localhost/a", {"/a"}},
      {" /a , /b,,/a ", {"/a", "/b"}},
      {"/a/../b", {"/b"}},
  };
  for (const auto& c : cases) {
    line_.conf = {"spark.history.fs.logDirectory=" + std::string(c.value)};
    EXPECT_EQ(resolve().directories, c.directories) << c.value;
  }
}

TEST_F(SettingsTest, TakesThreadsTimesAndSwitches) {
  line_.conf = {"spark.history.fs.numReplayThreads=3", "spark.history.fs.update.interval=100ms",
                "afterglow.history.keepWithoutLog=false"};
  EXPECT_EQ(resolve().threads, 3);
  EXPECT_EQ(resolve().without_log, WithoutLog::remove);
  EXPECT_EQ(resolve().update_interval, std::chrono::milliseconds(100));
  line_.conf = {"spark.history.fs.update.interval=10"};
  EXPECT_EQ(resolve().update_interval, std::chrono::seconds(10));
}

TEST_F(SettingsTest, TakesSparksLimitsOnRequest) {
  line_.conf = {"spark.ui.retainedJobs=7"};
  EXPECT_FALSE(resolve().retention);
  line_.conf.push_back("afterglow.api.retention=spark");
  EXPECT_EQ(resolve().retention->jobs, 7);
  EXPECT_EQ(resolve().retention->tasks, 100'000);
}

TEST_F(SettingsTest, KeepsTheStoreInTheCacheFolder) {
  environment_.set("XDG_CACHE_HOME", "/cache");
  EXPECT_EQ(resolve().store, "/cache/afterglow");
  environment_.unset("XDG_CACHE_HOME");
  environment_.unset("HOME");
  EXPECT_EQ(refusal(), "there is no home folder for the databases; use --store DIR");
}

TEST_F(SettingsTest, SaysWhatIsWrongWhereAndWhatIsExpected) {
  const struct {
    const char* pair;
    const char* message;
  } cases[] = {
      {"no pair", "--conf 'no pair' is not KEY=VALUE"},
      {"=x", "--conf '=x' is not KEY=VALUE"},
      {"afterglow.jobs.keys=x",
       "afterglow.jobs.keys (--conf) is no setting; there is afterglow.jobs.key, "
       "afterglow.jobs.namePattern"},
      {"afterglow.alert=x",
       "afterglow.alert (--conf) is no setting; conf/afterglow-history.conf.template has all"},
      {"spark.history.ui.port=x",
       "spark.history.ui.port = 'x' (--conf): expected a number from 0 to 65535"},
      {"spark.history.ui.port=65536",
       "spark.history.ui.port = '65536' (--conf): expected a number from 0 to 65535"},
      {"spark.history.ui.port=",
       "spark.history.ui.port = '' (--conf): expected a number from 0 to 65535"},
      {"afterglow.history.keepWithoutLog=no",
       "afterglow.history.keepWithoutLog = 'no' (--conf): expected true or false"},
      {"spark.history.fs.numReplayThreads=0",
       "spark.history.fs.numReplayThreads = '0' (--conf): expected a number from 1 to 1024"},
      {"afterglow.api.retention=some",
       "afterglow.api.retention = 'some' (--conf): expected all or spark"},
      {"spark.redaction.regex=(",
       "spark.redaction.regex = '(' (--conf): expected a regular expression"},
      {"spark.ui.retainedStages=many",
       "spark.ui.retainedStages = 'many' (--conf): expected a number from 0 to 2147483647"},
      {"spark.history.fs.update.interval=soon",
       "spark.history.fs.update.interval = 'soon' (--conf): expected a time such as 10s"},
      {"spark.history.fs.update.interval=0s",
       "spark.history.fs.update.interval = '0s' (--conf): expected a time such as 10s"},
      {"spark.history.fs.logDirectory=,", "no log directory is given; use --dir DIR"},
      {"spark.history.fs.logDirectory=s3a://bucket/x",
       "log directory s3a://bucket/x: only local folders can be read by this version"},
  };
  for (const auto& c : cases) {
    line_.conf = {c.pair};
    EXPECT_EQ(refusal(), c.message);
  }
}

TEST_F(SettingsTest, SaysFromWhereABadValueCame) {
  line_.port = "-1";
  EXPECT_EQ(refusal(), "spark.history.ui.port = '-1' (--port): expected a number from 0 to 65535");
  line_.port.reset();
  environment_.set("SPARK_HISTORY_OPTS", "-Dspark.history.ui.port=x");
  EXPECT_EQ(refusal(),
            "spark.history.ui.port = 'x' (SPARK_HISTORY_OPTS): expected a number from 0 to 65535");
  environment_.unset("SPARK_HISTORY_OPTS");
  line_.properties_file = folder_.write("a.conf", "# comment\nspark.history.ui.port y\n");
  EXPECT_EQ(refusal(), "spark.history.ui.port = 'y' (" + folder_.path("a.conf") +
                           ":2): expected a number from 0 to 65535");
  line_.properties_file = folder_.path("none.conf");
  EXPECT_NE(refusal().find(folder_.path("none.conf")), std::string::npos);
}

TEST_F(SettingsTest, TellOfJobsAndPrices) {
  EXPECT_EQ(resolve().job_key.tag(), JobKey().tag());
  EXPECT_EQ(resolve().prices.core_hour, 0.04);
  EXPECT_EQ(resolve().prices.currency, "USD");
  line_.conf = {"afterglow.jobs.key=user", "afterglow.fleet.price.memoryGiBHour=1.5"};
  EXPECT_EQ(resolve().job_key.of({"etl", "ada", "", {}}), "ada");
  EXPECT_EQ(resolve().prices.memory_gib_hour, 1.5);
  for (const auto& [conf, complaint] : std::initializer_list<std::pair<const char*, const char*>>{
           {"afterglow.jobs.key=tags",
            "afterglow.jobs.key = 'tags' (--conf): expected name, user, "
            "queue or property:KEY, or several of them separated by "
            "commas"},
           {"afterglow.fleet.price.coreHour=-1",
            "afterglow.fleet.price.coreHour = '-1' (--conf): expected a price such as 0.04"},
       }) {
    line_.conf = {conf};
    EXPECT_EQ(refusal(), complaint);
  }
  line_.conf = {"afterglow.jobs.namePattern=("};
  EXPECT_TRUE(
      refusal().starts_with("afterglow.jobs.namePattern = '(' (--conf): expected a regular"))
      << refusal();
}

TEST_F(SettingsTest, TellOfAlerts) {
  const AlertSettings usual = resolve().alerts;
  EXPECT_EQ(usual.webhook.url, "");
  EXPECT_TRUE(usual.on_failure);
  EXPECT_TRUE(usual.on_regression);
  EXPECT_FALSE(usual.on_finding);
  EXPECT_EQ(usual.minimum_severity, Severity::critical);
  line_.conf = {"afterglow.alerts.webhook.url=https://host/a/secret",
                "afterglow.alerts.on=finding, failure", "afterglow.alerts.minimumSeverity=note",
                "afterglow.alerts.webhook.secretFile=" + folder_.write("secret", "s3\n")};
  EXPECT_EQ(resolve().alerts.webhook.url, "https://host/a/secret");
  EXPECT_EQ(resolve().alerts.webhook.secret, "s3");
  EXPECT_TRUE(resolve().alerts.on_finding);
  EXPECT_FALSE(resolve().alerts.on_regression);
  EXPECT_EQ(resolve().alerts.minimum_severity, Severity::note);
  for (const std::string& conf :
       {std::string("afterglow.alerts.on=never"), std::string("afterglow.alerts.minimumSeverity=x"),
        "afterglow.alerts.webhook.secretFile=" + folder_.path("none"),
        "afterglow.alerts.webhook.caFile=" + folder_.path("none"),
        "afterglow.alerts.webhook.caFile=" + folder_.write("ca.pem", "no certificate\n")}) {
    line_.conf = {conf};
    EXPECT_TRUE(refusal().starts_with(conf.substr(0, conf.find('=')))) << conf;
  }
  for (const char* const url :
       {"ftp://host/a/s3cret", "https://s3cret@host/", "https://host/s3cret\n",
        "https://host:0/s3cret", "https://host:65536/s3cret"}) {
    line_.conf = {std::string("afterglow.alerts.webhook.url=") + url};
    EXPECT_TRUE(refusal().starts_with("afterglow.alerts.webhook.url")) << url;
    EXPECT_EQ(refusal().find("s3cret"), std::string::npos) << "the address may be a secret";
  }
}

TEST(ConfTemplate, IsTheCommittedFile) {
  const std::string path = AFTERGLOW_TESTS "/../conf/afterglow-history.conf.template";
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  const std::string committed{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(committed, conf_template());
}

}  // namespace
}  // namespace afterglow::history
