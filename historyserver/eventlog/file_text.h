#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "historyserver/codec/codecs.h"
#include "historyserver/eventlog/file_marks.h"
#include "historyserver/eventlog/stored_file.h"

namespace afterglow::history {

// Where the text of a file goes on, for another FileText. All zero: at its start.
struct TextPlace {
  std::uint64_t restart = 0;  // byte of the file to go on from
  std::uint64_t skip = 0;     // decoded bytes after it that were taken before
  bool searching = false;     // for the first intact frame from there on
  std::uint64_t trial = 0;    // not 0: the frame that starts there, after damage, is not proved
};

// The plain text of one stored file in any codec, piece by piece, as far as the file goes by now.
// Damage costs the frames that it touches. One thread at a time.
class FileText {
 public:
  enum class Step {
    text,           // it goes on; more of it may have been appended
    damaged,        // the same, but after what was appended there is a new gap
    still_damaged,  // what came since the last gap was no text: the gap goes on
    end,            // of the bytes that count
    shrunk,         // the file is shorter than it was
  };
  struct Damage {
    std::uint64_t at = 0;  // byte of the file where the damaged frame starts
    std::string message;
  };

  explicit FileText(const TextPlace& place = {}) : place_(place), skip_left_(place.skip) {}

  // To be called before the first read(), with the file's first bytes. See find_codec().
  Result<void> open(std::string_view codec, std::string_view first_bytes);
  bool is_open() const { return open_; }

  // Appends about `limit` bytes of text at most (one piece of a decoder, if that is more) to
  // `output`. Of the file, which was read up to marks.end(), `size` bytes count; what is read is
  // noted in `marks`.
  Result<Step> read(const StoredFile& file, std::uint64_t size, std::uint64_t limit,
                    FileMarks& marks, std::string& output);

  // At the end of a file that does not grow any more: a frame that lacks its end may hide intact
  // ones, as it does when its length is damaged. Step::end when it does not.
  Result<Step> look_behind_torn_frame(const StoredFile& file, std::uint64_t size);
  bool has_torn_frame() const;
  bool at_end(std::uint64_t size) const { return open_ && offset_ >= size; }

  // The last `unfinished` bytes of all text so far were not taken yet: place() is before them.
  void settle(std::size_t unfinished);
  const TextPlace& place() const { return place_; }

  bool cuts_lines() const { return codec_ != nullptr && codec_->cuts_lines; }
  const Damage& damage() const { return damage_; }  // the last one
  // Grows with the time that was spent on new bytes: those of text, and stored ones without any.
  std::uint64_t work() const { return work_; }

 private:
  Result<Step> read_plain(const StoredFile& file, std::uint64_t size, std::uint64_t limit,
                          FileMarks& marks, std::string& output);
  Result<Step> decode(const StoredFile& file, std::uint64_t size, std::uint64_t limit,
                      FileMarks& marks, std::string& output);
  Result<Step> search(const StoredFile& file, std::uint64_t size, FileMarks& marks);
  Step note_damage(std::uint64_t at, std::string message);
  void start_decoder(std::uint64_t at);

  TextPlace place_;
  bool open_ = false;
  const Codec* codec_ = nullptr;      // null: plain text
  std::unique_ptr<Decoder> decoder_;  // null: plain text, or searching
  std::uint64_t offset_ = 0;          // byte of the file to read next
  std::uint64_t skip_left_;
  std::uint64_t looked_behind_ = 0;  // size of the file when that was done
  std::uint64_t work_ = 0;
  Damage damage_;
};

}  // namespace afterglow::history
