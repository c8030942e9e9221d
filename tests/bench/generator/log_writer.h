#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace afterglow::bench {

enum class Codec { plain, lz4, zstd };
enum class Ending { complete, in_progress };

// One file as Spark's event log writer makes it: compressed, with its flushes.
class LogFile {
 public:
  virtual ~LogFile() = default;
  virtual void write(std::string_view text) = 0;
  virtual void flush() = 0;   // what Spark's flush does to the compressed stream
  virtual void finish() = 0;  // ends the stream and the file
};

// Throws std::runtime_error, as all below, when the disk refuses.
std::unique_ptr<LogFile> make_log_file(Codec codec, const std::string& path);

// A whole log: one file, or a folder of files when `roll_at` says from how many bytes before
// compression a new one is begun.
class LogWriter {
 public:
  LogWriter(std::string folder, std::string application, Codec codec,
            std::optional<std::uint64_t> roll_at);

  // One event with its line end.
  void write(std::string_view event, bool flushed);
  void finish(Ending ending);

  std::uint64_t plain_bytes() const { return plain_bytes_; }

 private:
  void begin_part();
  std::string status_path(Ending ending) const;

  const std::string folder_;  // of the parts
  const std::string application_;
  const Codec codec_;
  const std::optional<std::uint64_t> roll_at_;
  int part_ = 0;
  std::uint64_t part_bytes_ = 0;
  std::uint64_t plain_bytes_ = 0;
  std::string path_;
  std::unique_ptr<LogFile> file_;
};

}  // namespace afterglow::bench
