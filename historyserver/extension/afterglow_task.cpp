// afterglow_task.so: the virtual tables of tasks for any program whose SQLite loads extensions.
// SQLite calls this function by its name, which follows from that of the file.

#include <sqlite3ext.h>

#include "historyserver/store/task_table.h"

SQLITE_EXTENSION_INIT1

extern "C" __attribute__((visibility("default"))) int sqlite3_afterglowtask_init(
    sqlite3* connection, char** problem, const sqlite3_api_routines* api) {
  SQLITE_EXTENSION_INIT2(api);
  using namespace afterglow::history;
  auto done = add_task_tables(connection);
  if (done) done = add_task_views(connection);
  if (done) return SQLITE_OK;
  *problem = sqlite3_mprintf("%s", done.error().message.c_str());
  return SQLITE_ERROR;
}
