#pragma once

#include <map>
#include <set>
#include <string>

#include "common/base/result.h"
#include "historyserver/events/event.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// Turns the events of structured streaming queries into rows; every trigger is kept. A query whose
// start is lost appears with its first progress.
class StreamingProjector {
 public:
  explicit StreamingProjector(ApplicationDatabase& database) : database_(database) {}

  void on(StreamingQueryStarted&& event);
  void on(StreamingQueryProgress&& event);
  void on(StreamingQueryIdle&& event);
  void on(StreamingQueryTerminated&& event);

  Result<void> flush();
  // Everything is in the rows.
  template <typename Archive>
  void archive(Archive&) {}
  Result<void> restore();

 private:
  void reach(StreamingQueryRow& row, std::int64_t time);
  void keep(const Result<void>& written);

  ApplicationDatabase& database_;
  Result<void> failure_;
  std::map<std::string, StreamingQueryRow> active_;  // by run id
  std::set<std::string> dirty_;
};

}  // namespace afterglow::history
