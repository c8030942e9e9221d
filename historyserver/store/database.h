#pragma once

// Under the store's name, so that tests/lint/layers.txt goes on telling who may use the database.
#include "common/sqlite/database.h"
