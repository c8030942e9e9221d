#include "historyserver/store/text_dictionary.h"

#include <algorithm>

namespace afterglow::history {
namespace {

// A reader forgets everything when it holds so many words: errors may be long and all different.
constexpr std::size_t kMaxCached = 10'000;

}  // namespace

Result<void> TextWriter::load() {
  auto statement = database_.prepare("SELECT text_id, text FROM text");
  if (!statement) return std::unexpected(statement.error());
  for (;;) {
    const auto more = statement->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    last_ = std::max(last_, statement->integer(0));
    numbers_.emplace(hash_128(statement->text(1)), statement->integer(0));
  }
  auto insert = database_.prepare("INSERT INTO text (text_id, text) VALUES (?, ?)");
  if (!insert) return std::unexpected(insert.error());
  insert_.emplace(*std::move(insert));
  loaded_ = true;
  return {};
}

Result<std::int64_t> TextWriter::number_of(std::string_view text) {
  if (!loaded_) {
    if (auto done = load(); !done) return std::unexpected(done.error());
  }
  const auto [found, is_new] = numbers_.try_emplace(hash_128(text), last_ + 1);
  if (!is_new) return found->second;
  insert_->bind(1, ++last_);
  insert_->bind(2, text);
  if (auto done = insert_->run(); !done) return std::unexpected(done.error());
  kept_.put(last_, std::string(text));
  return last_;
}

Result<std::string_view> TextReader::text(std::int64_t number) {
  if (number == 0) return std::string_view();
  if (const auto found = texts_.find(number); found != texts_.end()) return found->second;
  if (!select_) {
    auto select = database_.prepare("SELECT text FROM text WHERE text_id = ?");
    if (!select) return std::unexpected(select.error());
    select_.emplace(*std::move(select));
  }
  select_->bind(1, number);
  const auto row = select_->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return fail(ErrorKind::corrupt, "the database lacks a text that a task names");
  if (texts_.size() >= kMaxCached) texts_.clear();
  const std::string& text = texts_[number] = select_->text(0);
  select_->reset();
  return text;
}

}  // namespace afterglow::history
