#pragma once

#include <cstdint>
#include <vector>

namespace afterglow::history {

// Sorts ms since one moment, ascending: of an application mostly far fewer different ones than
// tasks, and often in order already. Takes as much memory again.
void sort_offsets(std::vector<std::uint32_t>& offsets);

}  // namespace afterglow::history
