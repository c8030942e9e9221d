#pragma once

#include "common/base/redact.h"
#include "common/base/result.h"
#include "historyserver/events/event.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// Turns what is told about an application's surroundings into rows, at once: these events are rare
// and nothing has to be remembered between them.
class EnvironmentProjector {
 public:
  // What `redactor` calls a secret is not stored. The log's writer redacts, too, but maybe less.
  explicit EnvironmentProjector(ApplicationDatabase& database, Redactor redactor = {})
      : database_(database), redactor_(std::move(redactor)) {}

  // The latest one replaces all before it, as in Spark.
  void on(EnvironmentUpdate&& event);
  void on(ResourceProfileAdded&& event);
  // Of a process that is told of again, the time of the first event stays.
  void on(MiscellaneousProcessAdded&& event);

  // The first write that failed, if any.
  Result<void> flush() { return failure_; }
  template <typename Archive>
  void archive(Archive&) {}
  Result<void> restore() { return {}; }

 private:
  void keep(const Result<void>& written);
  StringMap redacted(StringMap properties) const;

  ApplicationDatabase& database_;
  const Redactor redactor_;
  Result<void> failure_;
};

}  // namespace afterglow::history
