#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

std::vector<Accumulable> of_stage(const std::string& list) {
  return decode_one<StageCompleted>(
             R"({"Event":"SparkListenerStageCompleted","Stage Info":{"Stage ID":3,"Stage Name":"n",)"
             R"("Number of Tasks":1,"Accumulables":[)" +
             list + "]}}")
      .info.accumulables;
}

std::vector<Accumulable> of_task(const std::string& list) {
  return decode_one<TaskStart>(
             R"({"Event":"SparkListenerTaskStart","Stage ID":3,"Stage Attempt ID":0,"Task Info":{)"
             R"("Task ID":5,"Index":2,"Launch Time":10,"Executor ID":"1","Host":"h",)"
             R"("Locality":"ANY","Getting Result Time":0,"Finish Time":0,"Accumulables":[)" +
             list + "]}}")
      .info.accumulables;
}

std::vector<std::int64_t> ids(const std::vector<Accumulable>& accumulables) {
  std::vector<std::int64_t> list;
  for (const Accumulable& accumulable : accumulables) list.push_back(accumulable.id);
  return list;
}

std::string entry(std::int64_t id, const std::string& rest = "") {
  return R"({"ID":)" + std::to_string(id) + R"(,"Name":"n","Value":"1")" + rest + "}";
}

TEST(Accumulables, ValuesOfAnyTypeAreText) {
  const auto list = of_task(
      R"({"ID":1,"Name":"a","Update":"2","Value":"3"},{"ID":4,"Update":5,"Value":[6,{"k":"v"}]},)"
      R"({"ID":7,"Name":null,"Update":null,"Value":1.5})");
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].name, "a");
  EXPECT_EQ(list[0].update, "2");
  EXPECT_EQ(list[0].value, "3");
  EXPECT_EQ(list[1].name, std::nullopt);
  EXPECT_EQ(list[1].update, "5");
  EXPECT_EQ(list[1].value, R"([6,{"k":"v"}])");
  EXPECT_EQ(list[2].update, std::nullopt);
  EXPECT_EQ(list[2].value, "1.5");
}

TEST(Accumulables, InternalAndSqlOnesAreHidden) {
  const std::string list = entry(1, R"(,"Internal":true)") + "," +
                           entry(2, R"(,"Metadata":"sql")") + "," +
                           entry(3, R"(,"Internal":false,"Metadata":"other")");
  EXPECT_EQ(ids(of_task(list)), std::vector<std::int64_t>{3});
  EXPECT_EQ(ids(of_stage(list)), std::vector<std::int64_t>{3});
}

TEST(Accumulables, ATaskKeepsTheirOrder) {
  EXPECT_EQ(ids(of_task(entry(40) + "," + entry(3) + "," + entry(17))),
            (std::vector<std::int64_t>{40, 3, 17}));
}

// Of a Scala hash map with 16 slots, 32 from 12 entries on; hidden entries count.
TEST(Accumulables, AStageHasTheOrderOfItsHashMap) {
  EXPECT_EQ(ids(of_stage(entry(40) + "," + entry(3) + "," + entry(17) + "," + entry(16))),
            (std::vector<std::int64_t>{16, 17, 3, 40}));
  std::string eleven;
  std::string twelve;
  for (std::int64_t i = 0; i < 12; ++i) {
    const std::string hidden = entry(1000 + i, R"(,"Internal":true)") + ",";
    twelve += hidden;
    if (i < 9) eleven += hidden;
  }
  EXPECT_EQ(ids(of_stage(eleven + entry(17) + "," + entry(2))), (std::vector<std::int64_t>{17, 2}));
  EXPECT_EQ(ids(of_stage(twelve + entry(17) + "," + entry(2))), (std::vector<std::int64_t>{2, 17}));
  EXPECT_EQ(ids(of_stage(entry(65536) + "," + entry(0))), (std::vector<std::int64_t>{0, 65536}));
}

}  // namespace
}  // namespace afterglow::history
