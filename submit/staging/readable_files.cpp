#include "submit/staging/readable_files.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "common/conf/properties_file.h"
#include "submit/resolve/local_file.h"
#include "submit/resolve/plan_files.h"
#include "submit/resolve/secrets.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

Result<void> check_readable(const std::string& path, const std::string& what) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    return fail(ErrorKind::invalid_argument, what + path + " is a folder; name its files");
  }
  if (access(path.c_str(), R_OK) != 0) {
    return fail(ErrorKind::io, what + "cannot read " + path + ": " + std::strerror(errno));
  }
  return {};
}

// A file of the cluster's own.
ApplicationFile elsewhere(const PlanFile& named, const std::string& fragment) {
  ApplicationFile file{.role = named.role,
                       .uri = named.uri.substr(0, named.uri.size() - fragment.size()),
                       .fragment = fragment,
                       .path = {},
                       .name = {}};
  // A worker copies the application from "file:"; "local:" says the same of its own disk.
  if (file.role == "application" && file.uri.starts_with("local:")) file.uri.replace(0, 5, "file");
  return file;
}

Result<std::vector<ApplicationFile>> find(const PlanFile& named) {
  const std::string what = named.role + " (" + named.origin + "): ";
  const auto local = local_path(named.uri);
  const std::size_t hash = named.uri.find('#');
  const bool has_fragment = hash != std::string::npos && local != named.uri;
  const std::string fragment = has_fragment ? named.uri.substr(hash) : "";
  if (!local) return std::vector{elsewhere(named, fragment)};
  const auto paths = file_exists(*local) ? std::vector{*local} : expand(*local);
  if (paths.empty()) return fail(ErrorKind::not_found, what + "no file matches " + *local);
  if (has_fragment && paths.size() > 1) {
    return fail(ErrorKind::invalid_argument, what + named.uri + " gives several files one name");
  }
  std::vector<ApplicationFile> files;
  for (const std::string& path : paths) {
    if (const auto readable = check_readable(path, what); !readable) {
      return std::unexpected(readable.error());
    }
    files.push_back({.role = named.role,
                     .uri = {},
                     .fragment = fragment,
                     .path = fs::absolute(path).string(),
                     .name = fs::path(path).filename().string()});
  }
  return files;
}

std::vector<std::string>& list_of(ReadableFiles& files, const std::string& role) {
  if (role == "jars") return files.jars;
  if (role == "py-files") return files.py_files;
  return role == "files" ? files.files : files.archives;
}

}  // namespace

Result<std::vector<ApplicationFile>> find_application_files(const SubmissionPlan& plan) {
  std::vector<ApplicationFile> files;
  for (const PlanFile& named : plan_files(plan)) {
    auto some = find(named);
    if (!some) return some;
    files.insert(files.end(), some->begin(), some->end());
  }
  return files;
}

Result<std::string> secret_properties(const SubmissionPlan& plan) {
  std::string text;
  for (const auto& [key, value, origin] : plan.effective_conf.entries()) {
    if (!key.starts_with("spark.") || !is_hidden(plan.redactor, key, value)) continue;
    // The master and the worker make JVM options of these.
    if (key.starts_with("spark.driver.") && key.ends_with("JavaOptions")) {
      return fail(ErrorKind::unsupported,
                  key + " (" + origin +
                      ") looks like a secret, and in cluster mode the worker puts it on a command "
                      "line, where everybody can read it; put the secret where the application "
                      "reads it from a file");
    }
    constexpr std::string_view blanks = " \t\f";
    if (!value.empty() && (blanks.contains(value.front()) || blanks.contains(value.back()))) {
      return fail(ErrorKind::unsupported,
                  key + " (" + origin +
                      ") is a secret that begins or ends with a blank, which a properties file "
                      "cannot hold");
    }
    text += format_property(key, value);
  }
  return text;
}

Result<ReadableFiles> publish_all(const std::vector<ApplicationFile>& files,
                                  const std::string& secrets, Publisher& publisher) {
  ReadableFiles readable;
  for (const ApplicationFile& file : files) {
    auto uri = file.path.empty() ? file.uri : publisher.publish(file.path, file.name);
    if (!uri) return std::unexpected(uri.error());
    if (file.role == "application") {
      readable.resource = *uri;
    } else {
      list_of(readable, file.role).push_back(*uri + file.fragment);
    }
  }
  if (!secrets.empty()) {
    auto uri = publisher.publish_text(secrets, "application.properties");
    if (!uri) return std::unexpected(uri.error());
    readable.secret_properties = std::move(*uri);
  }
  return readable;
}

}  // namespace afterglow::submit
