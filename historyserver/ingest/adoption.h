#pragma once

#include <set>
#include <string>
#include <vector>

#include "historyserver/store/catalog.h"

namespace afterglow::history {

// Rows for the databases of the store folder that are not `known`: they came from another machine,
// or the catalog that knew them is lost. Their logs count as gone until they are found. Databases
// of an older version become ones of this version; what is no database of an application is left
// alone.
std::vector<LogRow> adopt_databases(const std::string& store_folder,
                                    const std::set<std::string>& known);

}  // namespace afterglow::history
