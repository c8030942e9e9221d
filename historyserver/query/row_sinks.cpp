#include "historyserver/query/row_sinks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "historyserver/query/cell_text.h"

namespace afterglow::history {
namespace {

class CsvSink : public RowSink {
 public:
  explicit CsvSink(Output& output) : output_(output) {}
  Result<void> begin(const std::vector<std::string>& columns) override {
    for (const std::string& column : columns) {
      comma();
      append_csv(line_, std::string_view(column));
    }
    return put_line();
  }
  Result<void> row(std::span<const SqlValue> values) override {
    // A line with nothing on it would be no row.
    if (values.size() == 1 && std::holds_alternative<std::monostate>(values[0]))
      line_ = "\"\"";
    else
      for (const SqlValue& value : values) {
        comma();
        append_csv(line_, value);
      }
    return put_line();
  }
  Result<void> end() override { return output_.flush(); }

 private:
  void comma() {
    if (!is_first_) line_ += ',';
    is_first_ = false;
  }
  Result<void> put_line() {
    line_ += "\r\n";
    auto done = output_.write(line_);
    line_.clear();
    is_first_ = true;
    return done;
  }

  Output& output_;
  std::string line_;
  bool is_first_ = true;
};

class JsonSink : public RowSink {
 public:
  JsonSink(Output& output, bool is_list) : output_(output), is_list_(is_list) {}
  Result<void> begin(const std::vector<std::string>& columns) override {
    for (const std::string& column : columns) {
      std::string& key = keys_.emplace_back(keys_.empty() ? "{" : ",");
      append_json(key, std::string_view(column));
      key += ':';
    }
    return is_list_ ? output_.write("[") : Result<void>();
  }
  Result<void> row(std::span<const SqlValue> values) override {
    line_ = is_list_ ? (is_first_ ? "\n" : ",\n") : "";
    is_first_ = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
      line_ += keys_[i];
      append_json(line_, values[i]);
    }
    line_ += is_list_ ? "}" : "}\n";
    return output_.write(line_);
  }
  Result<void> end() override {
    if (is_list_) {
      if (auto done = output_.write(is_first_ ? "]\n" : "\n]\n"); !done) return done;
    }
    return output_.flush();
  }

 private:
  Output& output_;
  const bool is_list_;
  std::vector<std::string> keys_;
  std::string line_;
  bool is_first_ = true;
};

class TableSink : public RowSink {
 public:
  explicit TableSink(Output& output) : output_(output) {}
  Result<void> begin(const std::vector<std::string>& columns) override {
    for (const std::string& column : columns) {
      header_.push_back(table_cell(std::string_view(column)));
      widths_.push_back(characters(header_.back()));
      is_number_.push_back(true);
    }
    return {};
  }
  Result<void> row(std::span<const SqlValue> values) override {
    std::vector<std::string>& cells = rows_.emplace_back();
    for (std::size_t i = 0; i < values.size(); ++i) {
      cells.push_back(table_cell(values[i]));
      widths_[i] = std::max(widths_[i], characters(cells.back()));
      if (std::holds_alternative<std::string_view>(values[i]) ||
          std::holds_alternative<SqlBlob>(values[i])) {
        is_number_[i] = false;
      }
    }
    return {};
  }
  Result<void> end() override {
    auto done = put_line(header_);
    std::vector<std::string> rule;
    for (const std::size_t width : widths_) rule.emplace_back(width, '-');
    if (done) done = put_line(rule);
    for (const auto& cells : rows_) {
      if (done) done = put_line(cells);
    }
    if (!done) return done;
    return output_.flush();
  }

 private:
  // Numbers stand at the right. Nothing follows the last cell.
  Result<void> put_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string blanks(widths_[i] - characters(cells[i]), ' ');
      line += i == 0 ? "" : "  ";
      line += is_number_[i] ? blanks + cells[i] : cells[i] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return output_.write(line + "\n");
  }

  Output& output_;
  std::vector<std::string> header_;
  std::vector<std::size_t> widths_;
  std::vector<bool> is_number_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace

std::optional<RowFormat> row_format(std::string_view name) {
  if (name == "table") return RowFormat::table;
  if (name == "csv") return RowFormat::csv;
  if (name == "json") return RowFormat::json;
  if (name == "ndjson") return RowFormat::ndjson;
  return {};
}

std::unique_ptr<RowSink> make_row_sink(RowFormat format, Output& output) {
  switch (format) {
    case RowFormat::table:
      return std::make_unique<TableSink>(output);
    case RowFormat::csv:
      return std::make_unique<CsvSink>(output);
    default:
      return std::make_unique<JsonSink>(output, format == RowFormat::json);
  }
}

}  // namespace afterglow::history
