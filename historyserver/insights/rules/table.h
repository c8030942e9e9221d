#pragma once

#include "historyserver/insights/rule.h"

// One rule a file of its own name in this folder; rules.cpp puts them in order.
namespace afterglow::history {

extern const Rule kAqeOffPlan;
extern const Rule kCacheWaste;
extern const Rule kCrossJoin;
extern const Rule kDeprecatedSettings;
extern const Rule kDriverGap;
extern const Rule kDriverGc;
extern const Rule kExcludedExecutors;
extern const Rule kExecutorMemoryTight;
extern const Rule kExecutorMemoryUnused;
extern const Rule kExplodingJoin;
extern const Rule kFailedTasks;
extern const Rule kFetchWait;
extern const Rule kFullScan;
extern const Rule kGcPressure;
extern const Rule kHugePartitions;
extern const Rule kIdleCores;
extern const Rule kIncompleteLog;
extern const Rule kLargeBroadcast;
extern const Rule kLargeResults;
extern const Rule kLongFilter;
extern const Rule kLostExecutors;
extern const Rule kMissedBroadcast;
extern const Rule kPartitionSkew;
extern const Rule kPythonUdf;
extern const Rule kRecomputedStages;
extern const Rule kRepeatedScan;
extern const Rule kSchedulingDelay;
extern const Rule kShuffleAmplification;
extern const Rule kSingleTaskStage;
extern const Rule kSlowHost;
extern const Rule kSmallFilesRead;
extern const Rule kSmallFilesWritten;
extern const Rule kSmallTasks;
extern const Rule kSpeculationWaste;
extern const Rule kSpill;
extern const Rule kStraggler;
extern const Rule kTooFewPartitions;
extern const Rule kUnhelpfulSettings;
extern const Rule kUnknownSettings;
extern const Rule kWaitingForExecutors;

}  // namespace afterglow::history
