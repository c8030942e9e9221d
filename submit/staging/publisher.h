#pragma once

#include <string>

#include "common/base/result.h"

namespace afterglow::submit {

// Makes files of this machine readable for a cluster. Each answer is the URI by which it reads
// them; the last part of its path is `name`.
class Publisher {
 public:
  virtual ~Publisher() = default;
  virtual Result<std::string> publish(const std::string& path, const std::string& name) = 0;
  virtual Result<std::string> publish_text(const std::string& text, const std::string& name) = 0;
};

}  // namespace afterglow::submit
