#include "historyserver/ingest/read_ahead.h"

#include <algorithm>

namespace afterglow::history {
namespace {

constexpr std::uint64_t kBatchBytes = 1024 * 1024;
// So many that a thread seldom waits for another that is slow just now.
constexpr std::size_t kBatches = 6;

}  // namespace

ReadAhead::ReadAhead(LogReader& reader, const LogListing& listing, std::uint64_t limit,
                     std::vector<LineBatch>& batches)
    : reader_(reader), listing_(listing), batches_(batches), left_(limit) {
  if (batches_.empty()) batches_.resize(1);
}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  some_free_.notify_all();
  some_filled_.notify_all();
  threads_.clear();
  reader_.close_file();
}

bool ReadAhead::fill(LineBatch& batch) {
  const std::uint64_t bytes = std::min(left_, kBatchBytes);
  left_ -= bytes;
  batch.fill(reader_, listing_, bytes);
  return left_ > 0 && batch.state() == LogReader::State::more;
}

void ReadAhead::start() {
  all_filled_ = !fill(batch(0));
  filled_ = decoded_ = 1;
  if (!all_filled_) {
    if (batches_.size() < kBatches) batches_.resize(kBatches);
    threads_.emplace_back([this] { fill_all(); });
  }
  batch(0).decode();
  if (!threads_.empty()) threads_.emplace_back([this] { decode_all(); });
}

void ReadAhead::fill_all() {
  for (std::size_t number = 1;; ++number) {
    {
      std::unique_lock lock(mutex_);
      some_free_.wait(lock, [&] { return stopping_ || number - taken_ < batches_.size(); });
      if (stopping_) return;
    }
    const bool more = fill(batch(number));
    {
      const std::lock_guard lock(mutex_);
      ++filled_;
      all_filled_ = !more;
    }
    some_filled_.notify_one();
    if (!more) return;
  }
}

void ReadAhead::decode_all() {
  for (std::size_t number = 1;; ++number) {
    {
      std::unique_lock lock(mutex_);
      some_filled_.wait(lock, [&] { return stopping_ || number < filled_ || all_filled_; });
      if (stopping_ || number >= filled_) return;
    }
    batch(number).decode();
    {
      const std::lock_guard lock(mutex_);
      ++decoded_;
    }
    some_decoded_.notify_one();
  }
}

LineBatch* ReadAhead::next() {
  if (!started_) {
    started_ = true;
    start();
    return &batch(0);
  }
  std::unique_lock lock(mutex_);
  const std::size_t number = ++taken_;
  some_free_.notify_one();
  some_decoded_.wait(lock, [&] { return number < decoded_ || (all_filled_ && number >= filled_); });
  return number < filled_ ? &batch(number) : nullptr;
}

}  // namespace afterglow::history
