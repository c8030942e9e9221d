#include "historyserver/eventlog/log_ends.h"

#include <algorithm>
#include <array>

#include "historyserver/eventlog/file_text.h"
#include "historyserver/eventlog/line_splitter.h"
#include "historyserver/eventlog/whole_object.h"

namespace afterglow::history {
namespace {

using Lines = std::vector<std::string>;
using Step = FileText::Step;

constexpr std::uint64_t kHeadStep = 16 * 1024;   // decoded bytes
constexpr std::uint64_t kTailStep = 256 * 1024;  // decoded bytes
constexpr std::size_t kFirstWindow = 1024;       // stored bytes
constexpr std::size_t kFirstPlainWindow = 8 * 1024;
constexpr std::size_t kLongestMagic = 8;
constexpr std::size_t kWindowOfFewLines = 64 * 1024;
constexpr long kFewLines = 8;                   // not enough for who looks for one of them
constexpr std::size_t kManyBytes = 256 * 1024;  // of lines, more than anybody needs
constexpr std::size_t kFilesToTry = 3;          // the last may have been started just now

std::string padded(std::string_view line) {
  std::string text;
  text.reserve(line.size() + kLinePadding);
  text = line;
  return text;
}

// False when the file is too short to tell its format.
Result<bool> open_text(FileText& text, const LogFile& file, const StoredFile& opened) {
  std::array<char, kLongestMagic> head;
  std::size_t size = 0;
  if (file.codec.empty()) {
    const auto got =
        opened.read_at(0, std::min<std::uint64_t>(kLongestMagic, file.size), head.data());
    if (!got) return std::unexpected(got.error());
    size = *got;
  }
  const auto done = text.open(file.codec, {head.data(), size});
  if (done) return true;
  if (done.error().kind == ErrorKind::unavailable) return false;
  return std::unexpected(done.error());
}

void take_lines(LineSplitter& splitter, Lines& lines) {
  while (const auto line = splitter.next()) {
    if (!line->text.empty()) lines.push_back(padded(line->text));
  }
}

void forget_early_lines(Lines& lines) {
  std::size_t bytes = 0;
  auto keep = lines.end();
  while (keep != lines.begin() && (bytes < kManyBytes || lines.end() - keep < kFewLines)) {
    bytes += (--keep)->size();
  }
  lines.erase(lines.begin(), keep);
}

void take_tail(LineSplitter& splitter, Lines& lines) {
  const std::string_view tail = splitter.tail();
  if (is_whole_object(tail)) lines.push_back(padded(tail));
}

// The lines that start after byte `from`, or at it if that is 0.
Result<Lines> lines_from(const LogFile& file, const StoredFile& opened, std::uint64_t from) {
  Lines lines;
  FileMarks marks(MarkValues{.end = from});
  FileText text({.restart = from, .searching = from > 0});
  LineSplitter splitter;
  const auto clear = open_text(text, file, opened);
  if (!clear) return std::unexpected(clear.error());
  if (!*clear) return lines;
  if (from > 0) splitter.pass_over(LineSplitter::Skip::damaged);
  for (;;) {
    const auto step = text.read(opened, file.size, kTailStep, marks, splitter.input());
    if (!step) return std::unexpected(step.error());
    take_lines(splitter, lines);
    forget_early_lines(lines);
    if (*step == Step::end || *step == Step::shrunk) break;
    if (*step == Step::text) continue;
    lines.clear();
    splitter.pass_over(LineSplitter::Skip::damaged);
  }
  take_tail(splitter, lines);
  return lines;
}

Result<Lines> last_lines_of(const LogFile& file, std::size_t max_stored,
                            const IsWantedLine& is_wanted) {
  const auto opened = StoredFile::open(file.path);
  if (!opened) return std::unexpected(opened.error());
  std::uint64_t window = file.codec.empty() ? kFirstPlainWindow : kFirstWindow;
  const auto most = std::min<std::uint64_t>(max_stored, file.size);
  for (;; window *= 8) {
    window = std::min(window, most);
    auto lines = lines_from(file, *opened, file.size - window);
    if (!lines || window == most || (!lines->empty() && window >= kWindowOfFewLines) ||
        (is_wanted ? std::ranges::any_of(*lines, is_wanted) : std::ssize(*lines) >= kFewLines)) {
      return lines;
    }
  }
}

}  // namespace

Result<Lines> first_lines(const LogListing& listing, std::size_t max_plain_bytes,
                          const IsWantedLine& is_wanted) {
  Lines lines;
  if (listing.files.empty()) return lines;
  const LogFile& file = listing.files.front();
  const auto opened = StoredFile::open(file.path);
  if (!opened) return std::unexpected(opened.error());
  FileMarks marks;
  FileText text;
  LineSplitter splitter;
  const auto clear = open_text(text, file, *opened);
  if (!clear) return std::unexpected(clear.error());
  if (!*clear) return lines;
  while (text.work() < max_plain_bytes) {
    const auto step = text.read(*opened, file.size, kHeadStep, marks, splitter.input());
    if (!step) return std::unexpected(step.error());
    while (const auto line = splitter.next()) {
      if (line->text.empty()) continue;
      lines.push_back(padded(line->text));
      if (is_wanted && is_wanted(lines.back())) return lines;
    }
    if (*step == Step::end) take_tail(splitter, lines);
    if (*step != Step::text) break;
  }
  return lines;
}

Result<Lines> last_lines(const LogListing& listing, std::size_t max_stored_bytes,
                         const IsWantedLine& is_wanted) {
  Result<Lines> lines;
  std::size_t tried = 0;
  for (auto file = listing.files.rbegin(); file != listing.files.rend(); ++file) {
    if (file->size == 0) continue;
    lines = last_lines_of(*file, max_stored_bytes, is_wanted);
    if (!lines || !lines->empty() || ++tried == kFilesToTry) break;
  }
  return lines;
}

}  // namespace afterglow::history
