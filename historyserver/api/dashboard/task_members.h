#pragma once

#include <optional>
#include <string_view>

#include "historyserver/store/task_store.h"

namespace afterglow::history {

// What the dashboard calls a number or word of a task ("duration", "shuffleReadBytes").
std::string_view task_member(TaskOrder order);
std::optional<TaskOrder> task_order(std::string_view member);

// What it is measured in: "ms", "ns", "bytes" or "count".
std::string_view task_unit(TaskOrder order);

}  // namespace afterglow::history
