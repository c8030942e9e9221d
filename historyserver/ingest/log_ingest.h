#pragma once

#include <memory>
#include <string>
#include <vector>

#include "historyserver/eventlog/log_reader.h"
#include "historyserver/events/event_decoder.h"
#include "historyserver/fleet/roll_up.h"
#include "historyserver/ingest/line_batch.h"
#include "historyserver/ingest/projector.h"
#include "historyserver/store/catalog.h"
#include "historyserver/store/small_databases.h"

namespace afterglow::history {

// Names what of a log was read: equal fingerprints mean that there is nothing new to read, and that
// a database made from it is of the present schema. Renaming a log, as its writer does at the end,
// does not change it.
std::string fingerprint(const LogListing& listing);

// One log on its way into its database. One thread at a time.
class LogIngest {
 public:
  enum class State { more, caught_up, replaced };
  enum class Start {
    resume,  // from the checkpoint in the database, if there is a good one; else anew
    anew,    // with an empty database
  };

  // Opens or makes the database file `row.database` inside `store_folder`; one that is new and of a
  // small log that has ended is made by `small`, if there is one. What `redactor` calls a secret
  // does not get into it.
  static Result<std::unique_ptr<LogIngest>> start(const std::string& store_folder, LogRow row,
                                                  Start how, const Redactor& redactor = {},
                                                  SmallDatabases* small = nullptr);

  // Whether nothing is in the database's file before keep().
  bool is_in_memory() const { return database_->is_in_memory(); }

  // Reads about `limit` more decoded bytes of the log and commits what they say, together with the
  // checkpoint to go on from. What is wrong with the log itself ends up in row().problem and is no
  // error; an error means that the database cannot be written.
  Result<State> advance(const LogListing& listing, std::uint64_t limit);

  // Tells in row() of which job the application is a run, as far as it was read.
  Result<void> name(const RollUp& roll_up);
  // Stores what follows from all that was read, findings and where the time went, and tells in
  // row() what lists of runs have of it.
  Result<void> conclude(const RollUp& roll_up);

  // What is known after the last advance().
  const LogRow& row() const { return row_; }

  // Writes the file of a database that is in memory. Then this is over: another one goes on.
  Result<void> keep() { return database_->keep(); }
  // Makes the database's file complete in itself.
  void finish();

 private:
  LogIngest(LogRow row, std::unique_ptr<ApplicationDatabase> database, const Redactor& redactor);
  Result<void> restore(std::string_view checkpoint);
  std::string checkpoint();
  template <typename Archive>
  void archive_own(Archive& archive);

  bool take_line(std::string_view line, const LinePosition& position);
  State read(const LogListing& listing, std::uint64_t limit);
  State read_batches(const LogListing& listing, std::uint64_t limit);
  LogCondition condition(const LogListing& listing, State state) const;
  void take_error(const Error& error);
  void update_row(const LogListing& listing, State state);
  std::optional<std::string> problem(const LogListing& listing, State state);

  LogRow row_;
  std::unique_ptr<ApplicationDatabase> database_;
  LogReader reader_;  // ahead of position_ while batches are on their way
  LogPosition position_;
  std::vector<LineBatch> batches_;  // their memory is kept as long as there is more to read
  EventDecoder decoder_;
  Projector projector_;
  std::string read_error_;  // the log cannot be read beyond here
  std::string io_error_;    // it could not be read just now
};

}  // namespace afterglow::history
