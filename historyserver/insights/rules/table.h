#pragma once

#include "historyserver/insights/rule.h"

// One rule a file of its own name in this folder; rules.cpp puts them in order.
namespace afterglow::history {

extern const Rule kGcPressure;
extern const Rule kPartitionSkew;

}  // namespace afterglow::history
