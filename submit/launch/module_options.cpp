#include "submit/launch/module_options.h"

#include <string_view>

namespace afterglow::submit {
namespace {

constexpr SparkVersion first{3, 3, 0};
constexpr SparkVersion none{1000, 0, 0};

struct ModuleOption {
  std::string_view text;
  SparkVersion since;
  SparkVersion until;  // the first version without it
};

constexpr std::string_view open = "--add-opens=";
constexpr std::string_view to_all = "=ALL-UNNAMED";

struct OpenedPackage {
  std::string_view name;
  SparkVersion since;
};

// By the history of Spark's JavaModuleOptions, in its order. A row that is a maintenance version
// off does no harm: -XX:+IgnoreUnrecognizedVMOptions makes a JVM pass over what it does not know.
constexpr ModuleOption before_packages[] = {
    {"-XX:+IgnoreUnrecognizedVMOptions", first, none},
    {"--add-modules=jdk.incubator.vector", {4, 0, 0}, none},
};

constexpr OpenedPackage opened_packages[] = {
    {"java.base/java.lang", first},
    {"java.base/java.lang.invoke", first},
    {"java.base/java.lang.reflect", first},
    {"java.base/java.io", first},
    {"java.base/java.net", first},
    {"java.base/java.nio", first},
    {"java.base/java.util", first},
    {"java.base/java.util.concurrent", first},
    {"java.base/java.util.concurrent.atomic", first},
    {"java.base/jdk.internal.ref", {3, 4, 2}},
    {"java.base/sun.nio.ch", first},
    {"java.base/sun.nio.cs", first},
    {"java.base/sun.security.action", first},
    {"java.base/sun.util.calendar", first},
    {"java.security.jgss/sun.security.krb5", first},
};

constexpr ModuleOption after_packages[] = {
    {"-Djdk.reflect.useDirectMethodHandle=false", {3, 4, 0}, {4, 2, 0}},
    {"-Dio.netty.tryReflectionSetAccessible=true", {4, 0, 0}, none},
    {"-Dio.netty.allocator.type=pooled", {4, 1, 0}, none},
    {"-Dio.netty.handler.ssl.defaultEndpointVerificationAlgorithm=NONE", {4, 1, 0}, none},
    {"-Dio.netty.noUnsafe=false", {4, 2, 0}, {4, 3, 0}},
    {"--sun-misc-unsafe-memory-access=allow", {4, 2, 0}, none},
    {"--enable-native-access=ALL-UNNAMED", {4, 0, 0}, none},
    {"-Dderby.connection.requireAuthentication=false", {4, 0, 0}, none},
};

template <std::size_t N>
void append(std::vector<std::string>& options, const ModuleOption (&rows)[N],
            const SparkVersion& spark) {
  for (const ModuleOption& row : rows) {
    if (row.since <= spark && spark < row.until) options.emplace_back(row.text);
  }
}

}  // namespace

std::vector<std::string> module_options(const SparkVersion& spark) {
  std::vector<std::string> options;
  append(options, before_packages, spark);
  for (const OpenedPackage& package : opened_packages) {
    if (package.since > spark) continue;
    options.push_back(std::string(open) + std::string(package.name) + std::string(to_all));
  }
  append(options, after_packages, spark);
  return options;
}

}  // namespace afterglow::submit
