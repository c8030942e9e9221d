#pragma once

#include <string>

#include "historyserver/model/comparison.h"
#include "historyserver/model/insights.h"

namespace afterglow::history {

enum class ReportStyle { text, markdown };

// `name`: of the application, for the headline.
std::string report_text(const Insights& insights, const std::string& name, ReportStyle style);
std::string report_text(const Comparison& comparison, ReportStyle style);

// "12%", "3.5 GiB", "4.2 s": a number of a finding for people.
std::string number_words(double value, NumberUnit unit);

}  // namespace afterglow::history
