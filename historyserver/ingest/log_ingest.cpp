#include "historyserver/ingest/log_ingest.h"

namespace afterglow::history {

std::string fingerprint(const LogListing& listing) {
  std::string text = std::to_string(ApplicationDatabase::kSchemaVersion);
  for (const LogFile& file : listing.files) {
    text += " " + std::to_string(file.inode) + ":" + std::to_string(file.size);
  }
  return text;
}

Result<std::unique_ptr<LogIngest>> LogIngest::start(const std::string& store_folder, LogRow row) {
  auto database = ApplicationDatabase::create(store_folder + "/" + row.database);
  if (!database) return std::unexpected(database.error());
  LogRow fresh;
  fresh.log_id = std::move(row.log_id);
  fresh.directory = std::move(row.directory);
  fresh.database = std::move(row.database);
  return std::unique_ptr<LogIngest>(new LogIngest(std::move(fresh), *std::move(database)));
}

LogIngest::LogIngest(LogRow row, std::unique_ptr<ApplicationDatabase> database)
    : row_(std::move(row)), database_(std::move(database)), projector_(*database_) {}

bool LogIngest::take_line(std::string_view line, const LinePosition& position) {
  const auto decoded = decoder_.decode(line, projector_);
  if (decoded) return true;
  if (position.unfinished) return false;
  if (bad_lines_++ == 0) {
    first_bad_line_ = std::string(position.file) + ", line " + std::to_string(position.line) +
                      ": " + decoded.error().message;
  }
  return false;
}

LogIngest::State LogIngest::read(const LogListing& listing, std::uint64_t limit) {
  if (!read_error_.empty()) return State::caught_up;
  const auto state =
      reader_.read(listing, limit, [this](std::string_view line, const LinePosition& position) {
        return take_line(line, position);
      });
  if (!state) {
    read_error_ = state.error().message;
    return State::caught_up;
  }
  switch (*state) {
    case LogReader::State::more:
      return State::more;
    case LogReader::State::replaced:
      return State::replaced;
    case LogReader::State::caught_up:
      break;
  }
  return State::caught_up;
}

Result<LogIngest::State> LogIngest::advance(const LogListing& listing, std::uint64_t limit) {
  if (auto begun = database_->begin(); !begun) return std::unexpected(begun.error());
  const State state = read(listing, limit);
  auto written = projector_.flush();
  if (written) written = database_->commit();
  if (!written) return std::unexpected(written.error());
  if (state != State::replaced) update_row(listing, state);
  return state;
}

void LogIngest::update_row(const LogListing& listing, State state) {
  row_.size = static_cast<std::int64_t>(listing.size());
  row_.bytes_read = static_cast<std::int64_t>(reader_.bytes_read());
  row_.last_updated = listing.modified;
  row_.problem = problem(listing, state);
  if (state == State::caught_up) {
    row_.read_once = true;
    row_.fingerprint = fingerprint(listing);
  }
  const auto& application = projector_.application();
  if (!application) return;
  row_.app_id = application->id;
  row_.attempt_id = application->attempt_id;
  row_.name = application->name;
  row_.user = application->user;
  row_.spark_version = application->spark_version;
  row_.start_time = application->start_time;
  row_.end_time = application->end_time;
  row_.exit_code = application->exit_code;
  row_.totals = application->totals;
}

std::optional<std::string> LogIngest::problem(const LogListing& listing, State state) {
  if (!read_error_.empty()) return read_error_;
  if (bad_lines_ > 0) {
    return first_bad_line_ + " (" + std::to_string(bad_lines_) +
           (bad_lines_ == 1 ? " line" : " lines") + " skipped)";
  }
  if (!listing.problem.empty()) return listing.problem;
  // While its application runs, a log may well end in the middle of a line.
  if (state == State::caught_up && !listing.in_progress && reader_.has_torn_tail()) {
    return "the log ends in the middle of a line";
  }
  return {};
}

void LogIngest::finish() {
  // Readers may hold the file just now; then the write-ahead log stays beside it, which is fine.
  [[maybe_unused]] const auto done = database_->checkpoint();
}

}  // namespace afterglow::history
