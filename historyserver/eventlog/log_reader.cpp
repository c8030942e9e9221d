#include "historyserver/eventlog/log_reader.h"

#include <algorithm>
#include <utility>

#include "historyserver/eventlog/log_name.h"
#include "historyserver/eventlog/whole_object.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kMagicBytes = 16;  // longer than any magic

using Step = FileText::Step;

std::string file_name(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

// The one rename that a log sees may happen after it was listed.
Result<StoredFile> open_file(const std::string& path) {
  auto opened = StoredFile::open(path);
  if (opened || opened.error().kind != ErrorKind::not_found || !has_in_progress_suffix(path)) {
    return opened;
  }
  return StoredFile::open(without_in_progress_suffix(path));
}

void note_loss(LogLoss& loss, const std::string& message) {
  if (loss.count++ == 0) loss.first = message;
}

}  // namespace

LogReader::LogReader(LogPosition position, std::size_t max_line)
    : at_(std::move(position)), marks_(at_.marks), text_(at_.place), splitter_(max_line) {
  splitter_.pass_over(at_.skip, at_.skipped);
}

LogPosition LogReader::position() const {
  LogPosition position = at_;
  position.marks = marks_.values();
  position.place = text_.place();
  position.skip = splitter_.skip();
  position.skipped = splitter_.skipped();
  return position;
}

bool LogReader::has_torn_tail() const {
  return splitter_.tail_size() > 0 || splitter_.skip() == LineSplitter::Skip::too_long ||
         text_.has_torn_frame();
}

// Null when the file of the position is not part of the log any more, or files before it are that
// were not there: then lines are gone or were missed.
const LogFile* LogReader::find_file(const LogListing& listing) {
  if (at_.file_name.empty()) start_file(listing.files.front());
  const auto found = std::ranges::find_if(listing.files, [this](const LogFile& file) {
    return file.index == at_.index && file.compacted == at_.compacted;
  });
  const auto before = static_cast<std::uint64_t>(found - listing.files.begin());
  if (found == listing.files.end() || before > at_.files_before) return nullptr;
  at_.files_before = before;
  return &*found;
}

Result<LogReader::State> LogReader::read(const LogListing& listing, std::uint64_t limit,
                                         const Sink& sink) {
  auto state = read_files(listing, limit, sink);
  close_file();
  return state;
}

Result<LogReader::State> LogReader::read_text(const LogListing& listing, std::uint64_t limit,
                                              std::string& text, const Sink& sink) {
  splitter_.keep_lines();
  auto state = read_files(listing, limit, sink);
  splitter_.take_lines(text);
  if (!state || *state != State::more) close_file();
  return state;
}

Result<LogReader::State> LogReader::read_files(const LogListing& listing, std::uint64_t limit,
                                               const Sink& sink) {
  if (listing.files.empty()) return State::caught_up;
  const LogFile* file = find_file(listing);
  if (file == nullptr) return State::replaced;
  std::uint64_t left = std::max<std::uint64_t>(limit, 1);
  for (;;) {
    const bool is_last = file == &listing.files.back();
    const auto end = read_file(*file, !is_last || !listing.in_progress, left, sink);
    if (!end) return std::unexpected(end.error());
    if (*end == FileEnd::replaced) return State::replaced;
    if (*end == FileEnd::gone) return State::caught_up;
    if (*end == FileEnd::limit) return State::more;
    if (is_last) break;
    next_file(*++file, sink);
    if (left == 0) return State::more;
  }
  offer_tail(true, sink);
  return State::caught_up;
}

Result<LogReader::FileEnd> LogReader::read_file(const LogFile& file, bool is_final,
                                                std::uint64_t& left, const Sink& sink) {
  if (file.size < marks_.end()) return FileEnd::replaced;
  if (has_nothing_new(file, is_final)) return FileEnd::end;
  if (!opened_) {
    const auto ready = open(file);
    if (!ready || *ready != FileEnd::limit) return ready;
  }
  while (left > 0 || text_.at_end(file.size)) {
    const std::uint64_t before = text_.work();
    auto step = text_.read(*opened_, file.size, left, marks_, splitter_.input());
    if (step && *step == Step::end && is_final) {
      step = text_.look_behind_torn_frame(*opened_, file.size);
    }
    if (!step) return std::unexpected(step.error());
    if (*step == Step::end) return FileEnd::end;
    if (*step == Step::shrunk) return FileEnd::replaced;
    take_step(*step, sink);
    left -= std::min(left, text_.work() - before);
  }
  return FileEnd::limit;
}

bool LogReader::has_nothing_new(const LogFile& file, bool is_final) const {
  return text_.is_open() && file.inode == at_.inode && file.size == marks_.end() &&
         text_.at_end(file.size) && !(is_final && text_.has_torn_frame());
}

// FileEnd::limit when the file can be read on.
Result<LogReader::FileEnd> LogReader::open(const LogFile& file) {
  auto opened = open_file(file.path);
  if (!opened && opened.error().kind == ErrorKind::not_found) return FileEnd::gone;
  if (!opened) return std::unexpected(opened.error());
  opened_.emplace(*std::move(opened));
  return prepare(file);
}

// Makes sure that what was read of the file is still there.
Result<LogReader::FileEnd> LogReader::prepare(const LogFile& file) {
  const auto same = marks_.match(*opened_);
  if (!same) return std::unexpected(same.error());
  if (!*same) return FileEnd::replaced;
  at_.file_name = file_name(file.path);
  at_.inode = file.inode;
  if (text_.is_open()) return FileEnd::limit;
  std::string head;
  const auto got = opened_->read_at(0, std::min<std::uint64_t>(kMagicBytes, file.size), head);
  if (!got) return std::unexpected(got.error());
  const auto done = text_.open(file.codec, head);
  if (done) return FileEnd::limit;
  if (done.error().kind == ErrorKind::unavailable) return FileEnd::end;
  return fail(done.error().kind, at_.file_name + ": " + done.error().message);
}

void LogReader::take_step(Step step, const Sink& sink) {
  hand_over(sink);
  if (step != Step::text) {
    if (step == Step::damaged) {
      const FileText::Damage& damage = text_.damage();
      note_loss(at_.damage,
                at_.file_name + ", byte " + std::to_string(damage.at) + ": " + damage.message);
    }
    splitter_.pass_over(text_.cuts_lines() ? LineSplitter::Skip::damaged
                                           : LineSplitter::Skip::uncertain);
  }
  text_.settle(splitter_.tail_size());
}

void LogReader::hand_over(const Sink& sink) {
  while (const auto line = splitter_.next()) {
    ++at_.line;
    if (line->text.empty()) {
      note_long_line(line->size);
      continue;
    }
    ++at_.lines;
    sink(line->text, {.file = at_.file_name, .line = at_.line, .at = line->at});
  }
}

void LogReader::note_long_line(std::uint64_t size) {
  note_loss(at_.long_lines, at_.file_name + ", line " + std::to_string(at_.line) + ": " +
                                std::to_string(size) + " bytes in one line");
}

// A last line without newline is whole when it ends its object: the writer was stopped between the
// two, or somebody edited the file.
void LogReader::offer_tail(bool unfinished, const Sink& sink) {
  const std::string_view tail = splitter_.tail();
  if (tail.empty() || (unfinished && !is_whole_object(tail))) return;
  const LinePosition position{at_.file_name, at_.line + 1, unfinished, splitter_.tail_at()};
  if (!sink(tail, position)) return;
  ++at_.line;
  ++at_.lines;
  splitter_.take_tail();
  text_.settle(0);
}

void LogReader::start_file(const LogFile& file) {
  at_.file_name = file_name(file.path);
  at_.index = file.index;
  at_.compacted = file.compacted;
  at_.inode = file.inode;
  at_.line = 0;
}

void LogReader::next_file(const LogFile& next, const Sink& sink) {
  offer_tail(false, sink);
  if (splitter_.skip() == LineSplitter::Skip::too_long) {
    ++at_.line;
    note_long_line(splitter_.skipped());
  }
  splitter_.take_tail();
  opened_.reset();
  at_.earlier_bytes += marks_.end();
  marks_ = {};
  text_ = FileText();
  ++at_.files_before;
  start_file(next);
}

}  // namespace afterglow::history
