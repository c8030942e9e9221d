#pragma once

#include "submit/launch/archive/class_archive.h"

namespace afterglow::submit {

// Starts a process of its own that waits until this one, or the driver that it becomes, has ended,
// and then builds the archive: a Spark shell on this machine runs a small query, and what it loaded
// is written down. It holds no descriptor of this process, has the lowest priority and gives up
// after some minutes; of several at the same time one builds. Nothing that goes wrong is heard of.
void build_later(const ClassArchive& archive, const Surroundings& surroundings);

// The building itself, at once: whether the archive stands afterwards.
bool build_archive(const ClassArchive& archive, const Surroundings& surroundings);

}  // namespace afterglow::submit
