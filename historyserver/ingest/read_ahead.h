#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "historyserver/eventlog/log_reader.h"
#include "historyserver/ingest/line_batch.h"

namespace afterglow::history {

// The next part of a log in batches: while the lines of one become rows, the next ones are decoded
// and those after them are read and decompressed, each on a thread of its own. What fits into one
// batch needs no threads.
class ReadAhead {
 public:
  // Of `listing`, about `limit` decoded bytes. `batches` is memory that is kept from one time to
  // the next. Both, and `reader`, belong to this object as long as it lives.
  ReadAhead(LogReader& reader, const LogListing& listing, std::uint64_t limit,
            std::vector<LineBatch>& batches);
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // The next batch, decoded, which is valid until the next call; null after the last one.
  LineBatch* next();

 private:
  LineBatch& batch(std::size_t number) { return batches_[number % batches_.size()]; }
  bool fill(LineBatch& batch);  // whether another one follows
  void start();
  void fill_all();
  void decode_all();

  LogReader& reader_;
  const LogListing& listing_;
  std::vector<LineBatch>& batches_;
  std::uint64_t left_;  // bytes
  bool started_ = false;

  std::mutex mutex_;  // guards what follows
  std::condition_variable some_free_;
  std::condition_variable some_filled_;
  std::condition_variable some_decoded_;
  std::size_t filled_ = 0;  // batches, from the first one on
  std::size_t decoded_ = 0;
  std::size_t taken_ = 0;  // that the caller is done with
  bool all_filled_ = false;
  bool stopping_ = false;

  std::vector<std::jthread> threads_;
};

}  // namespace afterglow::history
