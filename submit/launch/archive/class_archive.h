#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "submit/launch/jvm_command.h"

namespace afterglow::submit {

// Class-data sharing: a file with Spark's classes as a JVM has them in memory, from which drivers
// start in half of the time. One is kept for each Java and each Spark installation, in
// ~/.cache/afterglow/class-archives (XDG_CACHE_HOME): a folder that is named after a hash of
// everything that the archive depends on and that appears as a whole, by renaming:
//
//   HASH/classes.jsa   the archive; the JVM checks that its own build and the jars are the same
//   HASH/resources     the archive's size and time of change, then the names of all files at the
//                      root of Spark's jars, one a line
//   HASH.lock          held while one is built
//   HASH.building      what is made until then
//   HASH.failed        when building failed; it is tried again after a day
//
// A JVM takes no archive with a folder of files in the class path before Spark's jars, and Spark's
// conf folder stands there. With an archive it stands behind them, which is the same unless a jar
// has a file of the same name; `resources` tells.
struct ClassArchive {
  std::filesystem::path file;    // empty: there is none to be used
  std::filesystem::path folder;  // named after the hash
  bool may_be_built = false;
};

// Nothing for drivers that could not use one: those with options of their own for class-data
// sharing, agents or class paths, with Spark Connect's class path, a Java before 13, a cache folder
// that others can write, or afterglow.submit.classArchive.enabled=false. An archive that is not
// this user's or not whole is not used.
std::optional<ClassArchive> find_class_archive(const SubmissionPlan& plan,
                                               const Surroundings& surroundings);

// Size and time of change of an archive, by which one that is cut off or was written to is known: a
// JVM that is given such a one may crash. Empty when there is none.
std::string stamp_of(const std::filesystem::path& file);

// Spark's jars, the class path that archives are made for.
std::string archived_class_path(const SparkInstallation& spark);

}  // namespace afterglow::submit
