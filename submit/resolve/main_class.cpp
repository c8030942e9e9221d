#include "submit/resolve/main_class.h"

#include <algorithm>
#include <string_view>

namespace afterglow::submit {
namespace {

constexpr std::string_view class_suffix = ".class";
constexpr std::size_t most_named = 5;
// A jar with all its libraries inside is large; what is its own is mostly found before that.
constexpr std::size_t most_unpacked = 16'000'000;

std::string class_name_of(std::string_view file) {
  std::string name(file.substr(0, file.size() - class_suffix.size()));
  std::ranges::replace(name, '/', '.');
  return name;
}

bool is_class(const JarEntry& entry) {
  // Inner classes, and the classes of Scala's objects, whose main has a class of its own beside.
  return entry.name.ends_with(class_suffix) && !entry.name.contains('$') &&
         !entry.name.starts_with("META-INF/");
}

// By the names in its constant pool; one that only calls another's main looks the same.
bool has_main(std::string_view class_file) {
  constexpr std::string_view name("\1\0\4main", 7);
  constexpr std::string_view type("\1\0\x16([Ljava/lang/String;)V", 25);
  return class_file.contains(name) && class_file.contains(type);
}

}  // namespace

std::optional<std::string> manifest_main_class(const JarFile& jar) {
  const JarEntry* const entry = jar.find("META-INF/MANIFEST.MF");
  if (entry == nullptr) return std::nullopt;
  const auto text = jar.read(*entry);
  if (!text) return std::nullopt;
  constexpr std::string_view key = "Main-Class:";
  std::optional<std::string> found;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() && found) break;
    if (found) {
      if (!line.starts_with(' ')) break;
      *found += line.substr(1);  // lines end after 72 bytes and go on behind a blank
    } else if (line.starts_with(key)) {
      line.remove_prefix(key.size());
      found = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    }
  }
  return found;
}

std::vector<std::string> likely_main_classes(const JarFile& jar, const std::string& wanted) {
  std::vector<std::string> names;
  const std::string simple = wanted.substr(wanted.rfind('.') + 1);
  for (const JarEntry& entry : jar.entries()) {
    if (names.size() == most_named || wanted.empty() || !is_class(entry)) continue;
    const std::string name = class_name_of(entry.name);
    if (name.substr(name.rfind('.') + 1) == simple) names.push_back(name);
  }
  std::size_t unpacked = 0;
  const bool by_name = !names.empty();
  for (const JarEntry& entry : jar.entries()) {
    if (by_name || names.size() == most_named || unpacked > most_unpacked) break;
    if (!is_class(entry)) continue;
    unpacked += entry.size;
    const auto bytes = entry.size > most_unpacked ? "" : jar.read(entry);
    if (bytes && has_main(*bytes)) names.push_back(class_name_of(entry.name));
  }
  return names;
}

std::string class_file_name(std::string_view class_name) {
  std::string name(class_name);
  std::ranges::replace(name, '.', '/');
  return name + std::string(class_suffix);
}

std::string main_class_advice(const JarFile& jar, const std::string& wanted) {
  std::string text;
  for (const std::string& name : likely_main_classes(jar, wanted)) {
    text += (text.empty() ? "" : " or ") + name;
  }
  return "write --class " + (text.empty() ? "and the name of its main class" : text);
}

}  // namespace afterglow::submit
