#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

TaskEnd end_with(const std::string& reason) {
  return decode_one<TaskEnd>(
      R"({"Event":"SparkListenerTaskEnd","Stage ID":3,"Stage Attempt ID":0,"Task End Reason":{)" +
      reason +
      R"(},"Task Info":{"Task ID":5,"Index":2,"Launch Time":10,"Executor ID":"1",)"
      R"("Host":"h","Locality":"ANY","Getting Result Time":0,"Finish Time":30}})");
}

TEST(TaskEndReason, IsWordedAsBySpark) {
  const struct {
    const char* reason;
    TaskOutcome outcome;
    std::optional<std::string> error;
  } cases[] = {
      {R"("Reason":"Success")", TaskOutcome::success, {}},
      {R"("Reason":"Resubmitted")", TaskOutcome::resubmitted,
       "Resubmitted (resubmitted due to lost executor)"},
      {R"("Reason":"TaskResultLost")", TaskOutcome::failed,
       "TaskResultLost (result lost from block manager)"},
      {R"("Reason":"UnknownReason")", TaskOutcome::failed, "UnknownReason"},
      {R"("Reason":"OfSpark9")", TaskOutcome::failed, "UnknownReason"},
      {R"("Reason":"TaskKilled","Kill Reason":"another attempt succeeded")", TaskOutcome::killed,
       "another attempt succeeded"},
      {R"("Reason":"TaskKilled")", TaskOutcome::killed, "unknown reason"},
      {R"("Reason":"TaskCommitDenied","Job ID":1,"Partition ID":2,"Attempt Number":3)",
       TaskOutcome::commit_denied,
       "TaskCommitDenied (Driver denied task commit) for job: 1, partition: 2, attemptNumber: 3"},
      {R"("Reason":"TaskCommitDenied")", TaskOutcome::commit_denied,
       "TaskCommitDenied (Driver denied task commit) for job: -1, partition: -1, "
       "attemptNumber: -1"},
      {R"("Reason":"ExecutorLostFailure","Executor ID":"1","Exit Caused By App":false,)"
       R"("Loss Reason":"worker lost")",
       TaskOutcome::failed,
       "ExecutorLostFailure (executor 1 exited unrelated to the running tasks) Reason: "
       "worker lost"},
      {R"("Reason":"ExecutorLostFailure")", TaskOutcome::failed,
       "ExecutorLostFailure (executor Unknown exited caused by one of the running tasks)"},
  };
  for (const auto& c : cases) {
    const TaskEnd end = end_with(c.reason);
    EXPECT_EQ(end.outcome, c.outcome) << c.reason;
    EXPECT_EQ(end.error, c.error) << c.reason;
  }
}

TEST(TaskEndReason, FetchFailed) {
  EXPECT_EQ(end_with(R"("Reason":"FetchFailed","Block Manager Address":{"Executor ID":"2",)"
                     R"("Host":"h","Port":7},"Shuffle ID":0,"Map ID":11,"Map Index":1,)"
                     R"("Reduce ID":3,"Message":"line\n\tmore")")
                .error,
            "FetchFailed(BlockManagerId(2, h, 7, None), shuffleId=0, mapIndex=1, mapId=11, "
            "reduceId=3, message=\nline\n\tmore\n)");
  // Spark 2, which had no map index; and a shuffle of which all outputs are lost.
  EXPECT_EQ(end_with(R"("Reason":"FetchFailed","Block Manager Address":null,"Shuffle ID":0,)"
                     R"("Map ID":11,"Reduce ID":3)")
                .error,
            "FetchFailed(null, shuffleId=0, mapIndex=Unknown, mapId=11, reduceId=3, "
            "message=\nUnknown reason\n)");
}

TEST(TaskEndReason, ExceptionWithTheWholeStackTrace) {
  EXPECT_EQ(
      end_with(R"("Reason":"ExceptionFailure","Class Name":"E","Description":"d",)"
               R"("Stack Trace":[],"Full Stack Trace":"E: d\n\tat x","Accumulator Updates":[])")
          .error,
      "E: d\n\tat x");
}

TEST(TaskEndReason, ExceptionOfOldSparkFromItsFrames) {
  EXPECT_EQ(
      end_with(
          R"("Reason":"ExceptionFailure","Class Name":"E","Description":"d","Stack Trace":[)"
          R"({"Declaring Class":"C","Method Name":"m","File Name":"F.java","Line Number":3},)"
          R"({"Declaring Class":"C","Method Name":"n","File Name":"F.java","Line Number":-1},)"
          R"({"Declaring Class":"C","Method Name":"o","File Name":null,"Line Number":9},)"
          R"({"Declaring Class":"C","Method Name":"p","File Name":"F.java","Line Number":-2}])")
          .error,
      "E: d\n        C.m(F.java:3)\n        C.n(F.java)\n        C.o(Unknown Source)\n"
      "        C.p(Native Method)");
}

}  // namespace
}  // namespace afterglow::history
