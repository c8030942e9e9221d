#include "submit/launch/cluster.h"

namespace afterglow::submit {

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

}  // namespace afterglow::submit
