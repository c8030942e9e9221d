#include "submit/lifecycle/driver_end.h"

namespace afterglow::submit {
namespace {

constexpr int most_denials = 10;

}  // namespace

bool DriverEnd::operator()(const std::string& id) {
  if (id_.empty()) id_ = id;
  const auto status = cluster_->status(id_);
  if (!status) {
    if (!silent_since_) silent_since_ = now_();
    return now_() - *silent_since_ >= silence_of_a_cluster;
  }
  silent_since_.reset();
  if (status->state == DriverState::absent) return ++denied_ > most_denials;
  denied_ = 0;
  if (!status->successor.empty()) id_ = status->successor;
  return is_final(status->state);
}

}  // namespace afterglow::submit
