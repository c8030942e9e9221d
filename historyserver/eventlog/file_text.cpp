#include "historyserver/eventlog/file_text.h"

#include <algorithm>
#include <array>

#include "historyserver/eventlog/frame_search.h"

namespace afterglow::history {
namespace {

constexpr std::uint64_t kPlainStep = 256 * 1024;
// Of compressed bytes: up to thirty times as much when decoded, and still in the processor's cache.
constexpr std::uint64_t kStoredStep = 16 * 1024;
constexpr std::uint64_t kLeastStep = 4 * 1024;
constexpr std::uint64_t kSearchStep = 1024 * 1024;

}  // namespace

Result<void> FileText::open(std::string_view codec, std::string_view first_bytes) {
  const auto found = find_codec(codec, first_bytes);
  if (!found) return std::unexpected(found.error());
  codec_ = *found;
  offset_ = place_.restart;
  if (codec_ != nullptr && !place_.searching) start_decoder(place_.restart);
  open_ = true;
  return {};
}

Result<FileText::Step> FileText::read(const StoredFile& file, std::uint64_t size,
                                      std::uint64_t limit, FileMarks& marks, std::string& output) {
  if (offset_ >= size) return Step::end;
  if (codec_ == nullptr) return read_plain(file, size, limit, marks, output);
  return place_.searching ? search(file, size, marks) : decode(file, size, limit, marks, output);
}

Result<FileText::Step> FileText::read_plain(const StoredFile& file, std::uint64_t size,
                                            std::uint64_t limit, FileMarks& marks,
                                            std::string& output) {
  const std::size_t before = output.size();
  const bool again = offset_ < marks.end();
  const auto got = file.read_at(
      offset_, std::min({kPlainStep, size - offset_, again ? marks.end() - offset_ : limit}),
      output);
  if (!got) return std::unexpected(got.error());
  if (*got == 0) return Step::shrunk;
  marks.note(offset_, std::string_view(output).substr(before));
  offset_ += *got;
  if (!again) work_ += *got;
  return Step::text;
}

Result<FileText::Step> FileText::decode(const StoredFile& file, std::uint64_t size,
                                        std::uint64_t limit, FileMarks& marks,
                                        std::string& output) {
  std::array<char, kStoredStep> bytes;
  const std::uint64_t wanted = std::clamp(limit / 16, kLeastStep, kStoredStep);
  const auto got = file.read_at(offset_, std::min(wanted, size - offset_), bytes.data());
  if (!got) return std::unexpected(got.error());
  if (*got == 0) return Step::shrunk;
  const std::size_t before = output.size();
  const auto taken = decoder_->push({bytes.data(), *got}, output);
  const std::uint64_t skipped = std::min<std::uint64_t>(skip_left_, output.size() - before);
  output.erase(before, skipped);
  skip_left_ -= skipped;
  if (!taken) return note_damage(decoder_->last_restart().stored, taken.error().message);
  // What is read again does not count: whoever resumes again and again gets on all the same.
  if (offset_ + *taken > marks.end()) work_ += std::max(output.size() - before, *taken);
  marks.note(offset_, {bytes.data(), *taken});
  offset_ += *taken;
  return Step::text;
}

FileText::Step FileText::note_damage(std::uint64_t at, std::string message) {
  const bool is_new = at == 0 || at != place_.trial;
  offset_ = (codec_->proof > 1 ? std::min(decoder_->last_frame(), at) : at) + 1;
  damage_ = {at, std::move(message)};
  decoder_ = nullptr;
  skip_left_ = 0;
  place_ = {.restart = offset_, .searching = true};
  return is_new ? Step::damaged : Step::still_damaged;
}

Result<FileText::Step> FileText::search(const StoredFile& file, std::uint64_t size,
                                        FileMarks& marks) {
  const auto found = find_frame(file, *codec_, offset_, size, kSearchStep);
  if (!found) return std::unexpected(found.error());
  work_ += found->looked_at;
  if (found->outcome == FrameSearch::Outcome::none && found->at == offset_) return Step::shrunk;
  for (std::string bytes; marks.end() < found->at; bytes.clear()) {
    const std::uint64_t wanted = std::min(kPlainStep, found->at - marks.end());
    const auto got = file.read_at(marks.end(), wanted, bytes);
    if (!got) return std::unexpected(got.error());
    if (*got == 0) return Step::shrunk;
    marks.note(marks.end(), bytes);
  }
  if (found->outcome != FrameSearch::Outcome::none) {
    start_decoder(found->at);
    place_ = {.restart = found->at, .trial = found->at};
  } else {
    place_.restart = found->at;
  }
  offset_ = found->at;
  return Step::text;
}

Result<FileText::Step> FileText::look_behind_torn_frame(const StoredFile& file,
                                                        std::uint64_t size) {
  if (!has_torn_frame() || looked_behind_ == size) return Step::end;
  looked_behind_ = size;
  const std::uint64_t torn = decoder_->last_restart().stored;
  std::uint64_t at = std::max(torn + 1, size - std::min(size, kSearchStep));
  while (at < size) {
    const auto found = find_frame(file, *codec_, at, size, kSearchStep);
    if (!found) return std::unexpected(found.error());
    work_ += found->looked_at;
    if (found->outcome == FrameSearch::Outcome::proved) {
      const Step step = note_damage(torn, "a frame has a wrong length");
      place_.restart = offset_ = found->at;
      looked_behind_ = 0;  // the next torn frame is another one
      return step;
    }
    if (found->outcome == FrameSearch::Outcome::none && found->at == at) return Step::shrunk;
    at = found->at + (found->outcome == FrameSearch::Outcome::possible ? 1 : 0);
  }
  return Step::end;
}

bool FileText::has_torn_frame() const {
  return decoder_ && decoder_->last_restart().stored < offset_;
}

void FileText::settle(std::size_t unfinished) {
  if (!open_ || place_.searching) return;
  if (!decoder_) {
    place_.restart = offset_ - unfinished;
    return;
  }
  const std::uint64_t taken = decoder_->plain() + skip_left_ - unfinished;
  const RestartPoint point = decoder_->restart_before(taken);
  place_.restart = point.stored;
  place_.skip = taken - point.plain;
  if (decoder_->frames() > 0) place_.trial = 0;
}

void FileText::start_decoder(std::uint64_t at) {
  decoder_ = codec_->make();
  decoder_->start_at(at);
}

}  // namespace afterglow::history
