#include "historyserver/fleet/job_name.h"

#include <algorithm>

#include "common/base/ascii.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kLongNumber = 5;
constexpr std::size_t kLongCounter = 4;  // with a leading zero
constexpr std::size_t kHash = 8;
constexpr std::size_t kSeparators = 3;  // between two changing parts that are one

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_one_of(char c, std::string_view list) {
  return list.find(c) != std::string_view::npos;
}

// Reads forward in a text; each step either takes something or leaves all as it was.
class Scan {
 public:
  Scan(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }
  char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool one_of(std::string_view list) {
    if (at_ >= text_.size() || !is_one_of(text_[at_], list)) return false;
    ++at_;
    return true;
  }
  // Exactly so many digits, which make a number between these.
  bool number(std::size_t digits, int low, int high) {
    if (at_ + digits > text_.size()) return false;
    int value = 0;
    for (const char c : text_.substr(at_, digits)) {
      if (!is_digit(c)) return false;
      value = 10 * value + (c - '0');
    }
    if (value < low || value > high) return false;
    at_ += digits;
    return true;
  }
  bool hex(std::size_t digits) {
    if (at_ + digits > text_.size()) return false;
    if (!std::ranges::all_of(text_.substr(at_, digits), is_hex_digit)) return false;
    at_ += digits;
    return true;
  }

 private:
  std::string_view text_;
  std::size_t at_;
};

bool take(Scan& scan, const Scan& further) {
  scan = further;
  return true;
}

// 12:30, 12:30:05.123Z; behind a date also 12-30-05 and the like.
bool time_of_day(Scan& scan, std::string_view separators) {
  Scan ahead = scan;
  if (!ahead.number(2, 0, 23)) return false;
  const char separator = ahead.next();
  if (!ahead.one_of(separators) || !ahead.number(2, 0, 59)) return false;
  Scan seconds = ahead;
  if (seconds.one_of(std::string_view(&separator, 1)) && seconds.number(2, 0, 60)) {
    ahead = seconds;
    if (seconds.one_of(".,") && is_digit(seconds.next())) {
      for (int i = 0; i < 9 && seconds.number(1, 0, 9);) ++i;
      ahead = seconds;
    }
  }
  ahead.one_of("Z");
  return !is_digit(ahead.next()) && take(scan, ahead);
}

bool year(Scan& scan) {
  return scan.number(4, 1900, 2099);
}
bool month(Scan& scan) {
  return scan.number(2, 1, 12);
}
bool day(Scan& scan) {
  return scan.number(2, 1, 31);
}

// 2024-01-31, 2024/01/31, 2024-01, 31.01.2024, with a time of day behind it.
bool date(Scan& scan) {
  constexpr std::string_view separators = "-/._";
  Scan ahead = scan;
  if (year(ahead)) {
    const char separator = ahead.next();
    if (!ahead.one_of(separators) || !month(ahead)) return false;
    Scan whole = ahead;
    if (whole.one_of(std::string_view(&separator, 1)) && day(whole)) ahead = whole;
  } else {
    const char separator = ahead.number(2, 1, 31) ? ahead.next() : '\0';
    if (!ahead.one_of(separators) || !ahead.number(2, 1, 31)) return false;
    if (!ahead.one_of(std::string_view(&separator, 1)) || !year(ahead)) return false;
  }
  if (is_digit(ahead.next())) return false;
  Scan time = ahead;
  if (time.one_of("T _-") && time_of_day(time, ":-_.")) ahead = time;
  return take(scan, ahead);
}

bool uuid(Scan& scan) {
  Scan ahead = scan;
  for (const std::size_t digits : {8, 4, 4, 4}) {
    if (!ahead.hex(digits) || !ahead.one_of("-")) return false;
  }
  return ahead.hex(12) && !is_hex_digit(ahead.next()) && take(scan, ahead);
}

class Steadying {
 public:
  explicit Steadying(std::string_view name) : name_(name) {}

  std::string run() {
    while (at_ < name_.size()) step();
    return std::move(out_);
  }

 private:
  void step() {
    Scan scan(name_, at_);
    const bool begins_word = !is_digit(before()) && !is_letter(before());
    if (begins_word && uuid(scan)) return replace(scan.at());
    if (begins_word && at_ >= word_end_) {
      const std::size_t end = hash_end();
      if (end > at_) return replace(end);
    }
    if (!is_digit(name_[at_])) {
      out_ += name_[at_++];
      return;
    }
    if (date(scan) || time_of_day(scan, ":")) return replace(scan.at());
    number();
  }

  char before() const { return at_ > 0 ? name_[at_ - 1] : '\0'; }

  // Looks at a word only once.
  std::size_t hash_end() {
    std::size_t end = at_;
    std::size_t digits = 0;
    bool all_hex = true;
    for (; end < name_.size() && (is_digit(name_[end]) || is_letter(name_[end])); ++end) {
      if (is_digit(name_[end])) ++digits;
      all_hex = all_hex && is_hex_digit(name_[end]);
    }
    word_end_ = end;
    const std::size_t length = end - at_;
    return all_hex && length >= kHash && digits >= 2 && digits < length ? end : at_;
  }

  void number() {
    std::size_t end = at_;
    while (end < name_.size() && is_digit(name_[end])) ++end;
    const std::size_t length = end - at_;
    if (length < kLongNumber && (length < kLongCounter || name_[at_] != '0')) {
      out_ += name_.substr(at_, length);
      at_ = end;
      return;
    }
    // 20240131T120000Z
    Scan scan(name_, end);
    if (scan.one_of("T") && (scan.number(6, 0, 999999) || scan.number(4, 0, 9999))) {
      scan.one_of("Z");
      end = scan.at();
    }
    replace(end);
  }

  void replace(std::size_t end) {
    at_ = end;
    const std::string_view since = std::string_view(out_).substr(star_end_);
    if (star_end_ > 0 && since.size() <= kSeparators &&
        std::ranges::all_of(since, [](char c) { return is_one_of(c, " -_:./,+"); })) {
      out_.resize(star_end_);
      return;
    }
    out_ += '*';
    star_end_ = out_.size();
  }

  std::string_view name_;
  std::size_t at_ = 0;
  std::size_t word_end_ = 0;  // of the last word that was looked at
  std::string out_;
  std::size_t star_end_ = 0;  // behind the last "*" of ours; 0: there is none
};

}  // namespace

std::string steady_job_name(std::string_view name) {
  return Steadying(name).run();
}

}  // namespace afterglow::history
