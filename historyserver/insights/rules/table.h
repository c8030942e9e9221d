#pragma once

#include "historyserver/insights/rule.h"

// One rule a file of its own name in this folder; rules.cpp puts them in order.
namespace afterglow::history {

extern const Rule kAqeOffPlan;
extern const Rule kCrossJoin;
extern const Rule kExplodingJoin;
extern const Rule kFullScan;
extern const Rule kGcPressure;
extern const Rule kLargeBroadcast;
extern const Rule kLongFilter;
extern const Rule kMissedBroadcast;
extern const Rule kPartitionSkew;
extern const Rule kPythonUdf;
extern const Rule kRepeatedScan;
extern const Rule kSmallFilesRead;
extern const Rule kSmallFilesWritten;

}  // namespace afterglow::history
