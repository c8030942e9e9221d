#include "historyserver/alerts/alerter.h"

#include <algorithm>

#include "common/base/clock.h"
#include "common/base/logging.h"
#include "historyserver/fleet/earlier_runs.h"

namespace afterglow::history {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLookEvery{1000};
constexpr std::size_t kAtOnce = 200;

}  // namespace

std::vector<milliseconds> Alerter::usual_pauses() {
  using namespace std::chrono_literals;
  return {5s, 30s, 2min, 5min};
}

Alerter::Alerter(Catalog& catalog, AlertStore& store, AlertSettings settings, Send send,
                 std::vector<milliseconds> pauses)
    : catalog_(catalog),
      store_(store),
      settings_(std::move(settings)),
      send_(std::move(send)),
      pauses_(std::move(pauses)) {
  const auto since = store_.begin(now_ms());
  if (!since) {
    log_error("no alerts: " + since.error().message);
    return;
  }
  since_ = *since;
  thread_ = std::jthread([this] { run(); });
}

Alerter::~Alerter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
}

void Alerter::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const std::uint64_t version = catalog_.changes().version();
    if (version != seen_ || is_behind_) {
      seen_ = version;
      if (const auto looked = look(); !looked) {
        log_error("alerts: " + looked.error().message);
        is_behind_ = true;
      }
    }
    const milliseconds pause = std::min(kLookEvery, send_due());
    lock.lock();
    stop_.wait_for(lock, pause, [this] { return stopping_; });
  }
}

Result<void> Alerter::look() {
  const auto rows = catalog_.without_alerts(since_, kAtOnce);
  if (!rows) return std::unexpected(rows.error());
  is_behind_ = rows->size() >= kAtOnce;
  for (const LogRow& row : *rows) {
    const auto regressions = regressions_of(row);
    if (!regressions) return std::unexpected(regressions.error());
    const auto added = store_.add(row.log_id, alerts_of(row, *regressions, settings_, now_ms()));
    if (!added) return added;
  }
  return {};
}

Result<std::vector<Regression>> Alerter::regressions_of(const LogRow& row) {
  if (!settings_.on_regression || row.state() != ApplicationState::completed) return {};
  const auto attempts = catalog_.attempts(*row.app_id);
  if (!attempts) return std::unexpected(attempts.error());
  // Of several logs of one attempt, one is listed.
  if (std::ranges::find(*attempts, row.log_id, &LogRow::log_id) == attempts->end()) return {};
  const auto earlier = EarlierRuns::of(catalog_, row);
  if (!earlier) return std::unexpected(earlier.error());
  return earlier->regressions(row.listed());
}

milliseconds Alerter::send_due() {
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return kLookEvery;
    }
    auto next = store_.next();
    if (!next) {
      log_error("alerts: " + next.error().message);
      return kLookEvery;
    }
    if (!*next) return kLookEvery;
    AlertRow& alert = **next;
    const std::int64_t wait = *alert.next_try - now_ms();
    if (wait > 0) return milliseconds(wait);
    settle(alert, send_(alert));
    if (const auto put = store_.put(alert); !put) {
      log_error("alerts: " + put.error().message);
      return kLookEvery;
    }
  }
}

void Alerter::settle(AlertRow& alert, const WebhookAnswer& answer) const {
  ++alert.tries;
  alert.answer = answer.text;
  alert.next_try.reset();
  if (answer.accepted) {
    alert.sent_at = now_ms();
    return;
  }
  const auto tries = static_cast<std::size_t>(alert.tries);
  if (tries <= pauses_.size()) alert.next_try = now_ms() + pauses_[tries - 1].count();
  log_warn("an alert of " + alert.app_id + " was not taken: " + answer.text +
           (alert.next_try ? "; it will be sent again" : "; it will not be sent again"));
}

}  // namespace afterglow::history
