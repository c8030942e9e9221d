#include "historyserver/app.h"

int main(int argc, char** argv) {
  return afterglow::history::run(argc, argv);
}
