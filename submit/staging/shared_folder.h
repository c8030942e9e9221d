#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "common/base/result.h"
#include "submit/staging/publisher.h"

namespace afterglow::submit {

// Asked while large files are copied: whether nobody wants that any more.
using Interrupted = std::function<bool()>;

// Copies into a folder that all machines of the cluster have at the same place, such as one of NFS:
//
//   <folder>/<user>/<random name>/<number>/<file name>
//
// The user's folder cannot be listed by others, so that only who was told a name can read what is
// behind it. Files that were copied are removed when the object goes, unless keep() was called.
class SharedFolder : public Publisher {
 public:
  // `folder` is a path, or "file:" and a path. Other schemes: ErrorKind::unsupported.
  static Result<SharedFolder> open(
      const std::string& folder, const std::string& user,
      Interrupted interrupted = [] { return false; });

  SharedFolder(SharedFolder&& other) noexcept;
  SharedFolder& operator=(SharedFolder&&) = delete;
  ~SharedFolder() override;

  Result<std::string> publish(const std::string& path, const std::string& name) override;
  Result<std::string> publish_text(const std::string& text, const std::string& name) override;

  // The folder of this submission, which is to be removed when its driver has ended.
  std::string keep();

 private:
  SharedFolder(std::filesystem::path folder, Interrupted interrupted)
      : folder_(std::move(folder)), interrupted_(std::move(interrupted)) {}
  Result<std::filesystem::path> place_for(const std::string& name);

  std::filesystem::path folder_;  // empty: not ours to remove
  Interrupted interrupted_;
  int count_ = 0;
};

}  // namespace afterglow::submit
