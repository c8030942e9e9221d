#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/json/json.h"
#include "submit/launch/cluster.h"
#include "submit/lifecycle/registry.h"

namespace afterglow::submit {

inline constexpr std::int64_t list_length = 100;

// "driver-20260131120000-0001 RUNNING at 10.0.0.7:7078", and what is known besides.
std::string status_line(const SubmissionRecord& record);
Json status_json(const SubmissionRecord& record);

// One line a submission, under a heading.
std::string list_text(const std::vector<SubmissionRecord>& records);
Json list_json(const std::vector<SubmissionRecord>& records);

}  // namespace afterglow::submit
