#pragma once

namespace afterglow::history {

// The whole program: answers its exit code. Stops at SIGINT and SIGTERM.
int run(int argc, const char* const* argv);

}  // namespace afterglow::history
