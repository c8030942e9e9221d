#pragma once

#include <string>
#include <string_view>

#include "historyserver/store/user_query.h"

// How one value is written in each form. All append to `to`; blobs are hexadecimal digits.
namespace afterglow::history {

// RFC 4180. NULL is nothing, the empty text "".
void append_csv(std::string& to, const SqlValue& value);
void append_csv(std::string& to, std::string_view text);
// Whole numbers keep all their digits; infinite ones are null. Bytes that are no UTF-8 become
// U+FFFD.
void append_json(std::string& to, const SqlValue& value);
void append_json(std::string& to, std::string_view text);
// For people: one line without control characters, cut where it is very long.
std::string table_cell(const SqlValue& value);
std::string table_cell(std::string_view text);

// How many characters a text of UTF-8 has.
std::size_t characters(std::string_view text);

}  // namespace afterglow::history
