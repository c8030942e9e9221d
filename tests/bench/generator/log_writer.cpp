#include "tests/bench/generator/log_writer.h"

#include <filesystem>
#include <fstream>

namespace afterglow::bench {
namespace {

std::string suffix(Codec codec) {
  switch (codec) {
    case Codec::plain:
      return "";
    case Codec::lz4:
      return ".lz4";
    case Codec::zstd:
      return ".zstd";
  }
  return "";
}

constexpr const char* kInProgress = ".inprogress";

}  // namespace

LogWriter::LogWriter(std::string folder, std::string application, Codec codec,
                     std::optional<std::uint64_t> roll_at)
    : folder_(roll_at ? folder + "/eventlog_v2_" + application : std::move(folder)),
      application_(std::move(application)),
      codec_(codec),
      roll_at_(roll_at) {
  std::filesystem::create_directories(folder_);
  if (roll_at_) std::ofstream(status_path(Ending::in_progress));
  begin_part();
}

std::string LogWriter::status_path(Ending ending) const {
  return folder_ + "/appstatus_" + application_ + (ending == Ending::complete ? "" : kInProgress);
}

void LogWriter::begin_part() {
  if (file_) file_->finish();
  ++part_;
  part_bytes_ = 0;
  const std::string name =
      roll_at_ ? "events_" + std::to_string(part_) + "_" + application_ : application_;
  path_ = folder_ + "/" + name + suffix(codec_);
  file_ = make_log_file(codec_, roll_at_ ? path_ : path_ + kInProgress);
}

void LogWriter::write(std::string_view event, bool flushed) {
  if (roll_at_ && part_bytes_ + event.size() > *roll_at_) begin_part();
  file_->write(event);
  if (flushed) file_->flush();
  part_bytes_ += event.size();
  plain_bytes_ += event.size();
}

void LogWriter::finish(Ending ending) {
  file_->finish();
  if (ending == Ending::in_progress) return;
  if (roll_at_) {
    std::filesystem::rename(status_path(Ending::in_progress), status_path(Ending::complete));
  } else {
    std::filesystem::rename(path_ + kInProgress, path_);
  }
}

}  // namespace afterglow::bench
