#pragma once

// SQLite, for the few files that call it. What the loadable extension is made of is
// compiled a second time, and then calls the SQLite that loads it.
#ifdef AFTERGLOW_SQLITE_EXTENSION
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT3
#else
#include <sqlite3.h>
#endif
