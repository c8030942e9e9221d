#include "historyserver/ingest/log_ingest.h"

#include "historyserver/ingest/log_summary.h"
#include "historyserver/ingest/read_ahead.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kSmallLog = 512 * 1024;  // stored bytes

}  // namespace

std::string fingerprint(const LogListing& listing) {
  std::string text = std::to_string(ApplicationDatabase::kSchemaVersion);
  for (const LogFile& file : listing.files) {
    text += " " + std::to_string(file.inode) + ":" + std::to_string(file.size);
  }
  return text;
}

Result<std::unique_ptr<LogIngest>> LogIngest::start(const std::string& store_folder, LogRow row,
                                                    Start how, const Redactor& redactor,
                                                    SmallDatabases* small) {
  const std::string path = store_folder + "/" + row.database;
  if (how == Start::resume) {
    if (auto database = ApplicationDatabase::open_for_writing(path)) {
      const auto state = (*database)->checkpoint_state();
      std::unique_ptr<LogIngest> ingest(new LogIngest(row, *std::move(database), redactor));
      if (state && !state->empty() && ingest->restore(*state)) return ingest;
    }
  }
  const bool is_small = row.end_time && row.size <= kSmallLog;
  auto database = is_small && small ? small->create(path) : ApplicationDatabase::create(path);
  if (!database) return std::unexpected(database.error());
  // What the listing says of the application stays until its events do.
  row.bytes_read = 0;
  row.fingerprint.clear();
  row.read_once = false;
  row.problem.reset();
  row.totals = {};
  row.core_time.reset();
  row.complete.reset();
  row.memory_time.reset();
  row.waste_core_time.reset();
  row.findings.clear();
  row.severity.clear();
  row.insights_tag.clear();
  return std::unique_ptr<LogIngest>(new LogIngest(std::move(row), *std::move(database), redactor));
}

LogIngest::LogIngest(LogRow row, std::unique_ptr<ApplicationDatabase> database,
                     const Redactor& redactor)
    : row_(std::move(row)), database_(std::move(database)), projector_(*database_, redactor) {}

bool LogIngest::take_line(std::string_view line, const LinePosition& position) {
  const auto decoded = decoder_.decode(line, projector_);
  if (decoded) return true;
  if (position.unfinished) return false;
  projector_.completeness().line_refused(std::string(position.file) + ", line " +
                                         std::to_string(position.line) + ": " +
                                         decoded.error().message);
  return false;
}

template <typename Archive>
void LogIngest::archive_own(Archive& archive) {
  archive(position_, read_error_, row_.bytes_read);
}

std::string LogIngest::checkpoint() {
  ArchiveWriter archive;
  archive_own(archive);
  const std::string projector = projector_.checkpoint();
  archive(projector);
  return archive.take();
}

Result<void> LogIngest::restore(std::string_view checkpoint) {
  ArchiveReader archive(checkpoint);
  archive_own(archive);
  std::string projector;
  archive(projector);
  if (!archive.ok()) return fail(ErrorKind::corrupt, "the checkpoint is damaged");
  reader_ = LogReader(position_);
  return projector_.restore(projector);
}

LogIngest::State LogIngest::read_batches(const LogListing& listing, std::uint64_t limit) {
  ReadAhead ahead(reader_, listing, limit, batches_);
  auto state = LogReader::State::caught_up;
  while (LineBatch* batch = ahead.next()) {
    batch->hand_over(projector_, [this](std::string_view line, const LinePosition& position) {
      take_line(line, position);
    });
    position_ = batch->end();
    if (!batch->state()) {
      take_error(batch->state().error());
      return State::caught_up;
    }
    state = *batch->state();
  }
  if (state == LogReader::State::more) return State::more;
  return state == LogReader::State::replaced ? State::replaced : State::caught_up;
}

// What the operating system refuses may work the next time.
void LogIngest::take_error(const Error& error) {
  (error.kind == ErrorKind::unsupported ? read_error_ : io_error_) = error.message;
}

LogIngest::State LogIngest::read(const LogListing& listing, std::uint64_t limit) {
  io_error_.clear();
  if (!read_error_.empty()) return State::caught_up;
  const State state = read_batches(listing, limit);
  if (state != State::caught_up || !read_error_.empty() || !io_error_.empty()) return state;
  // Nothing is left but an unfinished line, which may be whole after all.
  const auto last =
      reader_.read(listing, 1, [this](std::string_view line, const LinePosition& position) {
        return take_line(line, position);
      });
  position_ = reader_.position();
  if (!last) take_error(last.error());
  return last && *last == LogReader::State::replaced ? State::replaced : State::caught_up;
}

LogCondition LogIngest::condition(const LogListing& listing, State state) const {
  LogCondition condition = condition_of(listing, position_);
  condition.read_to_end = state == State::caught_up;
  condition.torn_end = state == State::caught_up && reader_.has_torn_tail();
  condition.read_error = read_error_.empty() ? io_error_ : read_error_;
  return condition;
}

Result<LogIngest::State> LogIngest::advance(const LogListing& listing, std::uint64_t limit) {
  if (auto begun = database_->begin(); !begun) return std::unexpected(begun.error());
  const State state = read(listing, limit);
  if (state == State::replaced) return state;  // what was read is given up with the transaction
  row_.bytes_read = static_cast<std::int64_t>(reader_.bytes_read());
  projector_.completeness().set_condition(condition(listing, state));
  auto written = projector_.flush();
  if (written) written = database_->put_checkpoint(checkpoint());
  if (written) written = database_->commit();
  if (!written) return std::unexpected(written.error());
  update_row(listing, state);
  if (auto summed = summarize(*database_, row_); !summed) return std::unexpected(summed.error());
  // A log that is only followed needs no large buffers.
  if (state == State::caught_up) batches_ = {};
  return state;
}

void LogIngest::update_row(const LogListing& listing, State state) {
  row_.size = static_cast<std::int64_t>(listing.size());
  row_.last_updated = listing.modified;
  row_.problem = problem(listing, state);
  if (state == State::caught_up) {
    row_.read_once = true;
    row_.fingerprint = io_error_.empty() ? fingerprint(listing) : "";
  }
  if (projector_.application()) row_.set_application(*projector_.application());
}

std::optional<std::string> LogIngest::problem(const LogListing& listing, State state) {
  if (!read_error_.empty()) return read_error_;
  if (!io_error_.empty()) return io_error_;
  const auto first_of = [](const std::string& first, std::uint64_t count, const char* what) {
    return first + " (" + std::to_string(count) + " " + what + (count == 1 ? "" : "s") +
           " skipped)";
  };
  const LogLoss& damage = reader_.damage();
  if (damage.count > 0) return first_of(damage.first, damage.count, "damaged spot");
  const CompletenessRow& completeness = projector_.completeness().row();
  if (completeness.first_bad_line) {
    return first_of(*completeness.first_bad_line,
                    static_cast<std::uint64_t>(completeness.bad_lines), "line");
  }
  const LogLoss& long_lines = reader_.long_lines();
  if (long_lines.count > 0) return first_of(long_lines.first, long_lines.count, "line");
  if (!listing.problem.empty()) return listing.problem;
  // While its application runs, a log may well end in the middle of a line.
  if (state == State::caught_up && !listing.in_progress && reader_.has_torn_tail()) {
    return "the log ends in the middle of a line";
  }
  return {};
}

Result<void> LogIngest::name(const RollUp& roll_up) {
  return roll_up.name(*database_, row_);
}

Result<void> LogIngest::conclude(const RollUp& roll_up) {
  return roll_up.conclude(*database_, row_);
}

void LogIngest::finish() {
  // Readers may hold the file just now; then the write-ahead log stays beside it, which is fine.
  [[maybe_unused]] const auto done = database_->checkpoint();
}

}  // namespace afterglow::history
