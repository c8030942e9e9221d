#include "submit/launch/java.h"

#include <cstdio>
#include <fstream>

#include "submit/launch/process.h"

namespace afterglow::submit {

namespace fs = std::filesystem;

Result<fs::path> find_java(const Environment& environment) {
  if (const std::string& home = environment.get("JAVA_HOME"); !home.empty()) {
    const fs::path java = fs::path(home) / "bin" / "java";
    if (find_on_path(java.native(), environment)) return java;
    return fail(ErrorKind::not_found, "JAVA_HOME is " + home + ", but there is no program " +
                                          java.string() +
                                          "; correct JAVA_HOME, or unset it to use PATH");
  }
  const auto java = find_on_path("java", environment);
  if (!java) {
    return fail(ErrorKind::not_found,
                "no Java found: JAVA_HOME is not set and there is no java on PATH; install a JDK "
                "or set JAVA_HOME");
  }
  // Behind the usual links stands the real path, which Spark prints too. A link to something with
  // another name is a version switcher that looks at the name it was called by.
  std::error_code error;
  const fs::path real = fs::canonical(*java, error);
  return !error && real.filename() == "java" ? real : *java;
}

std::optional<int> java_version(const fs::path& java) {
  std::ifstream release(java.parent_path().parent_path() / "release");
  std::string line;
  while (std::getline(release, line)) {
    int first = 0;
    int second = 0;
    const int read = std::sscanf(line.c_str(), "JAVA_VERSION=\"%d.%d", &first, &second);
    if (read > 0) return first == 1 ? second : first;
  }
  return std::nullopt;
}

bool takes_argument_files(const fs::path& java) {
  std::error_code ignored;
  const fs::path home = java.parent_path().parent_path();
  const bool java_8 = fs::exists(home / "lib" / "rt.jar", ignored) ||
                      fs::exists(home / "jre" / "lib" / "rt.jar", ignored);
  return !java_8;
}

}  // namespace afterglow::submit
