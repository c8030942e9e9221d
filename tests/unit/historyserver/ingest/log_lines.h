#pragma once

#include <string>

// Lines of a small event log: one job, one stage, its tasks.
namespace afterglow::history {

inline std::string log_start() {
  return "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"4.3.0\"}\n";
}

inline std::string application_start(const std::string& id = "app-1",
                                     const std::string& attempt = "") {
  return R"({"Event":"SparkListenerApplicationStart","App Name":"name","App ID":")" + id +
         R"(","Timestamp":1000,"User":"user")" +
         (attempt.empty() ? "" : R"(,"App Attempt ID":")" + attempt + "\"") + "}\n";
}

inline std::string application_end() {
  return "{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":9000}\n";
}

inline std::string stage_with_tasks(int tasks) {
  const std::string stage =
      R"({"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"count","Number of Tasks":)" +
      std::to_string(tasks) + R"(,"Submission Time":2000)";
  std::string lines =
      R"({"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":1500,"Stage Infos":[)" +
      stage + "}],\"Stage IDs\":[0]}\n" +
      R"({"Event":"SparkListenerStageSubmitted","Stage Info":)" + stage + "}}\n";
  for (int i = 0; i < tasks; ++i) {
    const std::string info =
        R"("Task Info":{"Task ID":)" + std::to_string(i) + R"(,"Index":)" + std::to_string(i) +
        R"(,"Attempt":0,"Launch Time":3000,"Executor ID":"driver","Host":"h","Locality":"ANY",)"
        R"("Getting Result Time":0,"Finish Time":)";
    const std::string ids = R"(,"Stage ID":0,"Stage Attempt ID":0,)";
    lines += R"({"Event":"SparkListenerTaskStart")" + ids + info + "0}}\n";
    lines += R"({"Event":"SparkListenerTaskEnd")" + ids +
             R"("Task End Reason":{"Reason":"Success"},)" + info + "4000}}\n";
  }
  return lines + R"({"Event":"SparkListenerStageCompleted","Stage Info":)" + stage +
         ",\"Completion Time\":5000}}\n" +
         R"({"Event":"SparkListenerJobEnd","Job ID":0,"Completion Time":6000,)" +
         R"("Job Result":{"Result":"JobSucceeded"}})" + "\n";
}

inline std::string application_log(int tasks, const std::string& id = "app-1") {
  return log_start() + application_start(id) + stage_with_tasks(tasks) + application_end();
}

}  // namespace afterglow::history
