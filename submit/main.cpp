#include "submit/app.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return afterglow::submit::run(arguments, afterglow::Environment::of_this_process(),
                                afterglow::submit::dialect_of(argc > 0 ? argv[0] : ""));
}
