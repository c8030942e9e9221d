#pragma once

#include <optional>
#include <string>
#include <vector>

#include "submit/resolve/jar_file.h"

namespace afterglow::submit {

// The Main-Class of a jar's manifest.
std::optional<std::string> manifest_main_class(const JarFile& jar);

// Some of the classes that could be meant by --class, by their names: those that are called
// `wanted` but for the package, else those that have a main method.
std::vector<std::string> likely_main_classes(const JarFile& jar, const std::string& wanted);

// "example.Main" to "example/Main.class".
std::string class_file_name(std::string_view class_name);

// An end of a message: what to write for --class.
std::string main_class_advice(const JarFile& jar, const std::string& wanted);

}  // namespace afterglow::submit
