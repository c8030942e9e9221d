#include "submit/launch/cluster.h"

namespace afterglow::submit {
namespace {

// As drivers and executors must agree: "4.3" of "4.3.0".
std::string_view release_of(std::string_view version) {
  const std::size_t dot = version.find('.');
  return version.substr(0, dot == std::string_view::npos ? dot : version.find('.', dot + 1));
}

}  // namespace

bool is_final(DriverState state) {
  switch (state) {
    case DriverState::waiting:
    case DriverState::running:
    case DriverState::unknown:
    case DriverState::relaunched:
      return false;
    case DriverState::finished:
    case DriverState::failed:
    case DriverState::unstartable:
    case DriverState::killed:
    case DriverState::absent:
      return true;
  }
  return false;
}

bool is_other_release(std::string_view one, std::string_view other) {
  return !one.empty() && !other.empty() && release_of(one) != release_of(other);
}

}  // namespace afterglow::submit
