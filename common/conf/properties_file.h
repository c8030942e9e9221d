#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace afterglow {

struct Property {
  std::string key;
  std::string value;
  int line;  // where the entry starts, from 1
};

// The text format of java.util.Properties, in UTF-8 as Spark reads it:
//   - a logical line is "key value", "key=value" or "key:value", with blanks allowed around the
//     separator; blank lines and lines whose first non-blank is '#' or '!' are skipped;
//   - an odd number of backslashes at the end of a line continues it, and the blanks that begin the
//     next line are dropped;
//   - \t \n \r \f and \uXXXX (UTF-16 units, surrogate pairs included) are escapes; any other
//     escaped character stands for itself, so "\=" and "\ " may be part of a key.
// Values are then trimmed as Spark does: every character up to the space is cut at both ends, but
// not CR and LF, which only escapes can produce. Entries come in file order, repeated keys included
// (the last one counts). Nothing is an error: what Java would refuse (\u without four hexadecimal
// digits) is kept as it stands.
std::vector<Property> parse_properties(std::string_view text);

Result<std::vector<Property>> read_properties_file(const std::filesystem::path& path);

// Text that parse_properties reads back as this entry, with its line end. Blanks at either end of
// the value are written, but cannot survive the trimming.
std::string format_property(std::string_view key, std::string_view value);

}  // namespace afterglow
