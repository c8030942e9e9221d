#pragma once

#include <string_view>

#include "historyserver/events/event.h"

// Nearly all lines of a large log are starts and successful ends of tasks, written by one writer in
// one shape: Spark's util/JsonProtocol.scala since 2.3, no blanks, fields in its order, some of
// them only in newer versions. These functions read that shape in one pass over the characters.
// Whatever they do not know for certain they leave to the general decoder: an unknown or missing
// field, another order, an escape in a string, a task that failed, a user's accumulator.
namespace afterglow::history {

// True when the line was read into `event`, which then holds what the general decoder would have
// found; otherwise `event` is worth nothing. At least kLinePadding readable bytes must follow.
bool read_task_start_line(std::string_view line, TaskStart& event);
bool read_task_end_line(std::string_view line, TaskEnd& event);

}  // namespace afterglow::history
