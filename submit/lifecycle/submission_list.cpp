#include "submit/lifecycle/submission_list.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace afterglow::submit {
namespace {

constexpr std::size_t name_width = 40;

std::string local_time(std::int64_t ms) {
  const std::time_t seconds = ms / 1000;
  std::tm parts{};
  localtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
  return text;
}

// One line, whatever somebody called an application, and not longer than its column.
std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  if (text.size() <= name_width) return text;
  std::size_t end = name_width - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

std::string shown_state(const SubmissionRecord& record) {
  if (record.id.empty()) return "uncertain";
  return record.outcome.empty() ? record.state : record.outcome;
}

}  // namespace

std::string status_line(const SubmissionRecord& record) {
  std::string line = record.id + " " + (record.state.empty() ? record.outcome : record.state);
  if (!record.worker.empty()) line += " at " + record.worker;
  return line + "\n" + (record.message.empty() ? "" : record.message + "\n");
}

Json status_json(const SubmissionRecord& record) {
  return Json::object()
      .set("id", record.id)
      .set("master", record.master)
      .set("name", record.name)
      .set("application", record.application)
      .set("state", record.state)
      .set("outcome", record.outcome)
      .set("worker", record.worker)
      .set("message", record.message)
      .set("submitted", record.submitted_ms)
      .set("ended", record.ended_ms);
}

std::string list_text(const std::vector<SubmissionRecord>& records) {
  using Line = std::array<std::string, 5>;
  std::vector<Line> lines = {{"ID", "SUBMITTED", "STATE", "MASTER", "NAME"}};
  for (const SubmissionRecord& record : records) {
    lines.push_back({record.id.empty() ? "?" : record.id, local_time(record.submitted_ms),
                     shown_state(record), record.master, one_line(record.name)});
  }
  Line::size_type column = 0;
  std::array<std::size_t, 5> widths = {};
  for (const Line& line : lines) {
    for (column = 0; column < line.size(); ++column) {
      widths[column] = std::max(widths[column], line[column].size());
    }
  }
  std::string text;
  for (const Line& line : lines) {
    for (column = 0; column + 1 < line.size(); ++column) {
      text += line[column] + std::string(widths[column] + 2 - line[column].size(), ' ');
    }
    text += line.back() + "\n";
  }
  return text;
}

Json list_json(const std::vector<SubmissionRecord>& records) {
  Json list = Json::array();
  for (const SubmissionRecord& record : records) list.push(status_json(record));
  return list;
}

}  // namespace afterglow::submit
