#include "historyserver/events/event_decoder.h"

#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

// A line with objects and arrays inside each other, as long as a typical one.
const std::string kTaskEnd =
    R"({"Event":"SparkListenerTaskEnd","Stage ID":1,"Stage Attempt ID":0,"Task Type":"ResultTask",)"
    R"("Task End Reason":{"Reason":"ExceptionFailure","Class Name":"E","Description":"a \"b\" \u00e9",)"
    R"("Stack Trace":[{"Declaring Class":"C","Method Name":"m","File Name":null,"Line Number":3}]},)"
    R"("Task Info":{"Task ID":5,"Index":2,"Launch Time":10,"Executor ID":"1","Host":"h",)"
    R"("Locality":"ANY","Getting Result Time":0,"Finish Time":20,"Accumulables":[{"ID":1,)"
    R"("Name":"n","Value":[1,{"x":2}],"Metadata":null}]},"Task Executor Metrics":{"JVMHeapMemory":1},)"
    R"("Task Metrics":{"Executor Deserialize Time":1,"Executor Run Time":2,"Result Size":3,)"
    R"("JVM GC Time":4,"Result Serialization Time":5,"Memory Bytes Spilled":6,)"
    R"("Disk Bytes Spilled":7,"Input Metrics":{"Bytes Read":8,"Records Read":9}}})";

TEST(EventDecoder, SkipsWhatItDoesNotKnow) {
  EXPECT_EQ(decode_one<UnknownEvent>(R"({"Event":"com.example.Vendor","x":[1,{"Event":2}]})").name,
            "com.example.Vendor");
  EXPECT_EQ(decode_one<UnknownEvent>(R"({"Event":""})").name, "");
  const auto end = decode_one<ApplicationEnd>(
      R"({"New":{"Timestamp":1},"Event":"SparkListenerApplicationEnd","Timestamp":7,"More":[null]})");
  EXPECT_EQ(end.time, 7);
}

TEST(EventDecoder, TellsSparksEventsThatAreNotUsedFromUnknownOnes) {
  for (const std::string name :
       {"SparkListenerBlockManagerRemoved",
        "org.apache.spark.scheduler.SparkListenerSpeculativeTaskSubmitted",
        "org.apache.spark.scheduler.SparkListenerUnschedulableTaskSetAdded",
        "org.apache.spark.sql.catalyst.catalog.RenameTablePreEvent",
        "org.apache.spark.sql.catalyst.catalog.OfTheFuture",
        "org.apache.spark.sql.connect.service.SparkListenerConnectServiceEnd"}) {
    EXPECT_EQ(decode_one<UnusedEvent>(R"({"Event":")" + name + R"(","x":1})").name, name);
  }
  EXPECT_EQ(decode_one<UnknownEvent>(R"({"Event":"SparkListenerFromTheFuture"})").name,
            "SparkListenerFromTheFuture");
}

TEST(EventDecoder, RefusesWhatIsNoEvent) {
  const struct {
    const char* line;
    const char* message;
  } cases[] = {
      {"no JSON", "not valid JSON: "},
      {"[1]", "not valid JSON: "},
      {"{", "not valid JSON: "},
      {"{\"Event\":\"torn", "not valid JSON: "},
      {"{}", "field \"Event\" is missing or has a wrong type"},
      {R"({"Event":7})", "field \"Event\" is missing or has a wrong type"},
      {R"({"Event":"SparkListenerApplicationEnd"})",
       "SparkListenerApplicationEnd: field \"Timestamp\" is missing or has a wrong type"},
      {R"({"Event":"SparkListenerApplicationEnd","Timestamp":"late"})",
       "SparkListenerApplicationEnd: field \"Timestamp\" is missing or has a wrong type"},
      {R"({"Event":"SparkListenerStageCompleted","Stage Info":[]})",
       "SparkListenerStageCompleted: field \"Stage Info\" is missing or has a wrong type"},
      {R"({"Event":"SparkListenerJobStart","Job ID":1,"Stage IDs":["x"]})",
       "SparkListenerJobStart: field \"Stage IDs\" is missing or has a wrong type"},
      {"{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"\xff\"}", "not valid JSON: "},
  };
  for (const auto& c : cases) {
    const std::string message = refusal(c.line);
    EXPECT_TRUE(message.starts_with(c.message)) << c.line << ": " << message;
    EXPECT_NE(message, "") << c.line;
  }
}

TEST(EventDecoder, TakesAnyNumberAsTheNearestWholeOne) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  const struct {
    const char* number;
    std::int64_t time;
  } cases[] = {
      {"7.9", 7},       {"-7.9", -7},
      {"1e3", 1000},    {"9223372036854775807", kMax},
      {"1e30", kMax},   {"9223372036854775808", kMax},
      {"-1e300", kMin}, {"-9223372036854775808", kMin},
  };
  for (const auto& c : cases) {
    const std::string line =
        R"({"Event":"SparkListenerApplicationEnd","Timestamp":)" + std::string(c.number) + "}";
    EXPECT_EQ(decode_one<ApplicationEnd>(line).time, c.time) << c.number;
  }
}

// A decoder is used for all lines of a log, broken ones too.
TEST(EventDecoder, SurvivesALineThatIsCutAnywhere) {
  EventDecoder decoder;
  RecordingSink sink;
  for (std::size_t length = 0; length < kTaskEnd.size(); ++length) {
    const PaddedLine cut(kTaskEnd.substr(0, length));
    (void)decoder.decode(cut.view(), sink);
    const PaddedLine closed(kTaskEnd.substr(0, length) + "}");
    (void)decoder.decode(closed.view(), sink);
  }
  sink.events.clear();
  const PaddedLine whole(kTaskEnd);
  expect_done(decoder.decode(whole.view(), sink));
  EXPECT_EQ(sink.events.size(), 1u);
}

TEST(EventDecoder, SurvivesALineWithAnyByteReplaced) {
  EventDecoder decoder;
  RecordingSink sink;
  for (std::size_t at = 0; at < kTaskEnd.size(); ++at) {
    for (const char c : {'{', '}', '[', ']', '"', ',', '\\', '0', 'x', '\xff'}) {
      std::string text = kTaskEnd;
      text[at] = c;
      const PaddedLine line(std::move(text));
      (void)decoder.decode(line.view(), sink);
    }
  }
}

}  // namespace
}  // namespace afterglow::history
