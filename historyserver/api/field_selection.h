#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace afterglow::history {

// Which members of an answer's objects are wanted: "jobId,status,tasks.*.duration". A name stands
// for the whole member, dots lead into it, "*" is any name; arrays are transparent.
class FieldSelection {
 public:
  // Nothing when the list is empty: everything is wanted.
  static std::shared_ptr<const FieldSelection> parse(std::string_view list);

  // What is wanted of the member `name`: nullptr when nothing is.
  const FieldSelection* member(std::string_view name) const;

 private:
  void add(std::string_view path);

  bool everything_ = false;  // below this place
  std::map<std::string, FieldSelection, std::less<>> members_;
};

}  // namespace afterglow::history
