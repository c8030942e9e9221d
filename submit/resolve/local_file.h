#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afterglow::submit {

// The scheme of a URI, as java.net.URI sees it; none for a plain path.
std::optional<std::string_view> scheme_of(std::string_view uri);

// The local file that Spark will read for `uri`, without the fragment that may follow it; none when
// it is elsewhere, or "local:", which is a promise about other machines.
std::optional<std::string> local_path(std::string_view uri);

// Whether Spark will take the path as a pattern for several files.
bool is_pattern(std::string_view path);

// The files that a path or pattern stands for; a path stands for itself, existing or not.
std::vector<std::string> expand(const std::string& path);

bool file_exists(const std::string& path);

// The items of a list separated by commas, blanks around them and empty ones dropped.
std::vector<std::string> split_list(std::string_view list);

}  // namespace afterglow::submit
