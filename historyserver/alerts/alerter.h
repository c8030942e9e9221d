#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "historyserver/alerts/alert_rules.h"
#include "historyserver/alerts/webhook.h"

namespace afterglow::history {

// Sees which applications have ended since alerts were asked for, notes what is to be told of them,
// and sends it, again and again if need be. What is noted survives a restart. Its own thread.
class Alerter {
 public:
  using Send = std::function<WebhookAnswer(const AlertRow&)>;

  // All must outlive this. `pauses` stand between tries: there is one try more.
  Alerter(Catalog& catalog, AlertStore& store, AlertSettings settings, Send send,
          std::vector<std::chrono::milliseconds> pauses = usual_pauses());
  ~Alerter();  // after the try that is under way

  static std::vector<std::chrono::milliseconds> usual_pauses();

 private:
  void run();
  Result<void> look();
  Result<std::vector<Regression>> regressions_of(const LogRow& row);
  // How long there is nothing to send.
  std::chrono::milliseconds send_due();
  void settle(AlertRow& alert, const WebhookAnswer& answer) const;

  Catalog& catalog_;
  AlertStore& store_;
  const AlertSettings settings_;
  const Send send_;
  const std::vector<std::chrono::milliseconds> pauses_;
  std::int64_t since_ = 0;
  std::uint64_t seen_ = 0;  // version of the catalog's changes
  bool is_behind_ = false;  // there are more to be looked at

  std::mutex mutex_;  // guards stopping_
  std::condition_variable stop_;
  bool stopping_ = false;
  std::jthread thread_;
};

}  // namespace afterglow::history
