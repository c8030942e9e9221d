#include "historyserver/ingest/environment_projector.h"

#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

class EnvironmentProjectorTest : public ApplicationDatabaseFixture {
 protected:
  void SetUp() override {
    ApplicationDatabaseFixture::SetUp();
    projector_ = std::make_unique<EnvironmentProjector>(*database_);
  }
  std::unique_ptr<EnvironmentProjector> projector_;
};

// SparkContext.addJar logs a whole new environment.
TEST_F(EnvironmentProjectorTest, TheLastEnvironmentReplacesAllBefore) {
  EnvironmentUpdate first;
  first.spark_properties = {{"a", "1"}, {"b", "1"}};
  first.classpath_entries = {{"/old.jar", "Added By User"}};
  EnvironmentUpdate second;
  second.jvm_information = {{"Java Version", "17"}};
  second.spark_properties = {{"a", "2"}};
  second.classpath_entries = {{"/new.jar", "Added By User"}};
  projector_->on(std::move(first));
  projector_->on(std::move(second));
  expect_done(projector_->flush());
  const EnvironmentRow row = value_of(database_->environment.get()).value_or(EnvironmentRow());
  EXPECT_EQ(row.spark_properties, (StringMap{{"a", "2"}}));
  EXPECT_EQ(row.jvm_information, (StringMap{{"Java Version", "17"}}));
  EXPECT_EQ(row.classpath_entries, (StringMap{{"/new.jar", "Added By User"}}));
}

TEST_F(EnvironmentProjectorTest, StoresNoSecrets) {
  const struct {
    Redactor redactor;
    std::string stored;
  } cases[] = {
      {Redactor(), "user=u password=*********(redacted)"},
      {Redactor("user"), "user=*********(redacted) password=p"},
  };
  for (const auto& c : cases) {
    EnvironmentProjector projector(*database_, c.redactor);
    EnvironmentUpdate event;
    for (StringMap* properties : {&event.spark_properties, &event.hadoop_properties,
                                  &event.system_properties, &event.metrics_properties}) {
      *properties = {{"user", "u"}, {"password", "p"}};
    }
    projector.on(std::move(event));
    expect_done(projector.flush());
    const EnvironmentRow row = value_of(database_->environment.get()).value_or(EnvironmentRow());
    for (const StringMap* properties : {&row.spark_properties, &row.hadoop_properties,
                                        &row.system_properties, &row.metrics_properties}) {
      EXPECT_EQ("user=" + properties->at("user") + " password=" + properties->at("password"),
                c.stored);
    }
  }
}

TEST_F(EnvironmentProjectorTest, KeepsResourceProfiles) {
  ResourceProfileAdded profile;
  profile.id = 2;
  profile.executor_resources = {{"gpu", {"gpu", 1, "s", "v"}}};
  profile.task_resources = {{"gpu", {"gpu", 0.5}}};
  projector_->on(ResourceProfileAdded(profile));
  const auto rows = value_of(database_->environment.resource_profiles());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].executor_resources, profile.executor_resources);
  EXPECT_EQ(rows[0].task_resources, profile.task_resources);
}

TEST_F(EnvironmentProjectorTest, AProcessThatComesAgainKeepsItsFirstTime) {
  projector_->on(MiscellaneousProcessAdded{5, "yarn-am", "h:1", 1, {}});
  projector_->on(MiscellaneousProcessAdded{9, "yarn-am", "h:2", 2, {{"stdout", "x"}}});
  const auto rows = value_of(database_->environment.processes());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].add_time, 5);
  EXPECT_EQ(rows[0].host_port, "h:2");
  EXPECT_EQ(rows[0].total_cores, 2);
  EXPECT_EQ(rows[0].logs, (StringMap{{"stdout", "x"}}));
}

}  // namespace
}  // namespace afterglow::history
