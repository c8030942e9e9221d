#include "submit/launch/spark_home.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "submit/launch/process.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

constexpr SparkVersion oldest_supported{3, 3, 0};

// What is in a folder and begins so, by falling name; empty for a folder that cannot be read.
std::vector<fs::path> children(const fs::path& folder, std::string_view prefix) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().filename().native().starts_with(prefix)) found.push_back(entry->path());
  }
  std::ranges::sort(found, std::greater());
  return found;
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

// A distribution has jars/; a source tree that was built has them below assembly/.
std::optional<fs::path> jars_folder(const fs::path& home) {
  if (is_folder(home / "jars")) return home / "jars";
  for (const fs::path& scala : children(home / "assembly" / "target", "scala-")) {
    if (is_folder(scala / "jars")) return scala / "jars";
  }
  return std::nullopt;
}

SparkVersion parse_version(std::string_view text) {
  SparkVersion version;
  std::sscanf(std::string(text).c_str(), "%d.%d.%d", &version.major, &version.minor,
              &version.patch);
  return version;
}

// The first of `candidates` that holds a Spark.
std::optional<SparkInstallation> first_spark(const std::vector<fs::path>& candidates,
                                             const std::string& found_by) {
  for (const fs::path& candidate : candidates) {
    if (auto spark = spark_at(candidate, found_by)) return std::move(*spark);
  }
  return std::nullopt;
}

std::vector<fs::path> near_program(const fs::path& program) {
  std::vector<fs::path> candidates;
  fs::path folder = program.parent_path();
  for (int level = 0; level < 3 && folder.has_relative_path(); ++level) {
    candidates.push_back(folder);
    for (const fs::path& child : children(folder, "spark")) candidates.push_back(child);
    folder = folder.parent_path();
  }
  return candidates;
}

// The pyspark folders of the Python installation at `prefix`, the newest Python first.
std::vector<fs::path> pyspark_below(const fs::path& prefix) {
  std::vector<fs::path> candidates;
  for (const fs::path& python : children(prefix / "lib", "python3")) {
    for (const char* const packages : {"site-packages", "dist-packages"}) {
      candidates.push_back(python / packages / "pyspark");
    }
  }
  return candidates;
}

std::string chosen_python(const Environment& environment) {
  for (const char* const variable : {"PYSPARK_DRIVER_PYTHON", "PYSPARK_PYTHON"}) {
    if (!environment.get(variable).empty()) return environment.get(variable);
  }
  return "python3";
}

std::vector<fs::path> pyspark_of(const fs::path& python) {
  std::vector<fs::path> candidates = pyspark_below(python.parent_path().parent_path());
  std::error_code error;
  const fs::path real = fs::canonical(python, error);
  if (!error && real != python) {
    // A virtual environment's Python is a link to one whose packages it does not see.
    if (fs::exists(python.parent_path().parent_path() / "pyvenv.cfg", error)) return candidates;
    for (const fs::path& candidate : pyspark_below(real.parent_path().parent_path())) {
      candidates.push_back(candidate);
    }
  }
  return candidates;
}

std::vector<fs::path> ask(const fs::path& python) {
  const auto answer = output_of(
      {python.string(), "-c",
       "import importlib.util as u; s = u.find_spec('pyspark'); print(s.origin if s else '')"});
  if (!answer || answer->empty()) return {};
  return {fs::path(answer->substr(0, answer->find('\n'))).parent_path()};
}

std::string nowhere(const fs::path& program, const Environment& environment,
                    const std::string& python) {
  std::string line = "no Spark found: SPARK_HOME is not set, there is none beside or above " +
                     program.parent_path().string();
  if (!environment.get("VIRTUAL_ENV").empty()) {
    line += ", none in " + environment.get("VIRTUAL_ENV");
  }
  line += ", and " + python +
          " has no pyspark; set SPARK_HOME to a Spark folder or install one "
          "with \"pip install pyspark\"";
  return line;
}

}  // namespace

Result<SparkInstallation> spark_at(const fs::path& home, std::string found_by) {
  constexpr std::string_view core = "spark-core_";
  const auto jars = jars_folder(home);
  if (!jars) return fail(ErrorKind::not_found, "has no \"jars\" folder");
  for (const fs::path& jar : children(*jars, core)) {
    std::string name = jar.stem().string().substr(core.size());
    const std::size_t dash = name.find('-');
    if (jar.extension() != ".jar" || dash == std::string::npos) continue;
    SparkInstallation spark;
    spark.home = home;
    std::error_code ignored;
    spark.jars = fs::absolute(*jars, ignored);
    spark.slf4j_jars = children(spark.jars, "slf4j-api-");
    spark.scala_version = name.substr(0, dash);
    spark.version_text = name.substr(dash + 1);
    spark.version = parse_version(spark.version_text);
    spark.found_by = std::move(found_by);
    if (spark.version < oldest_supported) {
      return fail(
          ErrorKind::unsupported,
          "is Spark " + spark.version_text + ", which is older than 3.3; use its own spark-submit");
    }
    return spark;
  }
  return fail(ErrorKind::not_found, "has no spark-core jar in " + jars->string());
}

Result<SparkInstallation> find_spark(const Environment& environment, const fs::path& program) {
  if (const std::string& home = environment.get("SPARK_HOME"); !home.empty()) {
    auto spark = spark_at(home, "SPARK_HOME");
    if (spark) return spark;
    return fail(spark.error().kind, "SPARK_HOME is " + home + ", which " + spark.error().message);
  }
  if (auto spark = first_spark(near_program(program), "beside or above afterglow-submit")) {
    return *spark;
  }
  if (const std::string& venv = environment.get("VIRTUAL_ENV"); !venv.empty()) {
    if (auto spark = first_spark(pyspark_below(venv), "pyspark in VIRTUAL_ENV")) return *spark;
  }
  const std::string python = chosen_python(environment);
  if (const auto path = find_on_path(python, environment)) {
    const std::string found_by = "pyspark of " + path->string();
    if (auto spark = first_spark(pyspark_of(*path), found_by)) return *spark;
    if (auto spark = first_spark(ask(*path), found_by)) return *spark;
  }
  return fail(ErrorKind::not_found, nowhere(program, environment, python));
}

}  // namespace afterglow::submit
