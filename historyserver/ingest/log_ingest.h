#pragma once

#include <memory>
#include <string>

#include "historyserver/eventlog/log_reader.h"
#include "historyserver/events/event_decoder.h"
#include "historyserver/ingest/projector.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// Names what of a log was read: equal fingerprints mean that there is nothing new to read, and that
// a database made from it is of the present schema. Renaming a log, as its writer does at the end,
// does not change it.
std::string fingerprint(const LogListing& listing);

// One log on its way into its database, from its first event on. One thread at a time.
class LogIngest {
 public:
  enum class State { more, caught_up, replaced };

  // Makes an empty database file `row.database` inside `store_folder`, and starts `row` anew.
  static Result<std::unique_ptr<LogIngest>> start(const std::string& store_folder, LogRow row);

  // Reads about `limit` more bytes of the log and commits what they say. What is wrong with the log
  // itself ends up in row().problem and is no error; an error means that the database cannot be
  // written.
  Result<State> advance(const LogListing& listing, std::uint64_t limit);

  // What is known after the last advance().
  const LogRow& row() const { return row_; }

  // Makes the database's file complete in itself.
  void finish();

 private:
  LogIngest(LogRow row, std::unique_ptr<ApplicationDatabase> database);
  bool take_line(std::string_view line, const LinePosition& position);
  State read(const LogListing& listing, std::uint64_t limit);
  void update_row(const LogListing& listing, State state);
  std::optional<std::string> problem(const LogListing& listing, State state);

  LogRow row_;
  std::unique_ptr<ApplicationDatabase> database_;
  LogReader reader_;
  EventDecoder decoder_;
  Projector projector_;
  std::string read_error_;  // the log cannot be read beyond here
  std::uint64_t bad_lines_ = 0;
  std::string first_bad_line_;
};

}  // namespace afterglow::history
