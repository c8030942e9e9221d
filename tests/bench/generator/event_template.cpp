#include "tests/bench/generator/event_template.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace afterglow::bench {
namespace {

// A slot in dumped JSON: "@@#kind,index,value,low,high;" (a number: with its quotes) or the same
// with $ (a part of a string).
constexpr std::string_view kMarker = "@@";
constexpr std::size_t kNumberRoom = 20;  // digits of the longest number, and its sign

std::string marker(char form, SlotKind kind, std::int64_t index, const Metric& metric) {
  std::string text(kMarker);
  text += form;
  for (const std::int64_t number :
       {static_cast<std::int64_t>(kind), index, metric.value, metric.low, metric.high}) {
    text += std::to_string(number) + ',';
  }
  text.back() = ';';
  return text;
}

std::int64_t take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return number;
}

Slot take_slot(std::string_view& text) {
  Slot slot;
  slot.kind = static_cast<SlotKind>(take_number(text));
  slot.index = take_number(text);
  slot.metric.value = take_number(text);
  slot.metric.low = take_number(text);
  slot.metric.high = take_number(text);
  return slot;
}

// Quantiles of a log-normal distribution with median 1: a few tasks take much longer than most.
constexpr std::size_t kQuantiles = 256;

std::array<std::uint32_t, kQuantiles + 1> make_quantiles() {
  std::array<std::uint32_t, kQuantiles + 1> quantiles{};
  for (std::size_t i = 0; i <= kQuantiles; ++i) {
    const double wanted = (static_cast<double>(i) + 0.5) / (kQuantiles + 1);
    double low = -6;
    double high = 6;
    for (int step = 0; step < 60; ++step) {
      const double middle = (low + high) / 2;
      (0.5 * std::erfc(-middle / std::sqrt(2.0)) < wanted ? low : high) = middle;
    }
    quantiles[i] = static_cast<std::uint32_t>(4096 * std::exp(0.6 * low));
  }
  return quantiles;
}

std::uint64_t next_random(std::uint64_t& state) {  // splitmix64
  std::uint64_t mixed = (state += 0x9e3779b97f4a7c15U);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
  return mixed ^ (mixed >> 31);
}

std::int64_t number_of(const Slot& slot, State& state) {
  switch (slot.kind) {
    case SlotKind::stage:
    case SlotKind::job:
    case SlotKind::execution:
    case SlotKind::rdd:
    case SlotKind::accumulator:
      return state.bases[static_cast<std::size_t>(slot.kind)] + slot.index;
    case SlotKind::tasks:
      return state.tasks;
    case SlotKind::now:
      return state.now;
    case SlotKind::submitted:
      return state.submitted;
    case SlotKind::task_id:
      return state.task.id;
    case SlotKind::task_index:
      return state.task.index;
    case SlotKind::launch:
      return state.task.launch;
    case SlotKind::finish:
      return state.task.finish;
    case SlotKind::executor:
      return state.task.executor;
    case SlotKind::host:
      return state.task.host;
    case SlotKind::metric:
      return scaled(slot.metric, state.task.factors);
    case SlotKind::update: {
      const std::int64_t number = scaled(slot.metric, state.task.factors);
      state.totals[static_cast<std::size_t>(slot.index)] += number;
      return number;
    }
    case SlotKind::total:
      return state.totals[static_cast<std::size_t>(slot.index)];
    case SlotKind::application:
      break;
  }
  return 0;
}

}  // namespace

Factors make_factors(std::uint64_t random) {
  static const auto quantiles = make_quantiles();
  Factors factors;
  for (std::uint32_t& factor : factors) {
    const std::uint64_t drawn = next_random(random);
    const std::uint64_t low = quantiles[drawn % kQuantiles];
    const std::uint64_t high = quantiles[drawn % kQuantiles + 1];
    factor = static_cast<std::uint32_t>(low + (((high - low) * ((drawn >> 32) & 0xffff)) >> 16));
  }
  return factors;
}

// What hardly varies in the seed hardly varies here.
std::int64_t scaled(const Metric& metric, const Factors& factors) {
  if (metric.low == metric.high || metric.value == 0) return metric.value;
  const auto hash = static_cast<std::uint64_t>(metric.value) * 0x9e3779b97f4a7c15U;
  const auto factor = static_cast<std::int64_t>(factors[hash >> 61]);
  if (metric.high - metric.low < metric.high / 8) {
    return metric.low + (((metric.high - metric.low) * factor) >> 12);
  }
  return std::max<std::int64_t>(1, (metric.value * factor) >> 12);
}

Json number_slot(SlotKind kind, std::int64_t index, const Metric& metric) {
  return marker('#', kind, index, metric);
}

std::string text_slot(SlotKind kind, std::int64_t index, const Metric& metric) {
  return marker('$', kind, index, metric);
}

EventTemplate::EventTemplate(const Json& event) {
  const std::string name = event.at("Event").get<std::string>();
  constexpr std::array<std::string_view, 6> kUnflushed = {
      "SparkListenerStageSubmitted",    "SparkListenerTaskStart",
      "SparkListenerTaskEnd",           "SparkListenerTaskGettingResult",
      "SparkListenerEnvironmentUpdate", "SparkListenerStageExecutorMetrics"};
  flushed_ = std::ranges::find(kUnflushed, name) == kUnflushed.end();
  const std::string dumped = event.dump();
  std::string_view rest = dumped;
  for (auto at = rest.find(kMarker); at != rest.npos; at = rest.find(kMarker)) {
    const bool number = rest[at + kMarker.size()] == '#';
    text_ += rest.substr(0, number ? at - 1 : at);
    rest.remove_prefix(at + kMarker.size() + 1);
    slots_.push_back(take_slot(rest));
    slots_.back().literal_end = text_.size();
    if (number) rest.remove_prefix(1);
  }
  text_ += rest;
  text_ += '\n';
}

void EventTemplate::render(State& state, std::string& out) const {
  const std::size_t before = out.size();
  const std::size_t room =
      text_.size() + slots_.size() * std::max(kNumberRoom, state.application.size());
  out.resize_and_overwrite(before + room, [&](char* data, std::size_t) {
    char* target = data + before;
    const char* source = text_.data();
    for (const Slot& slot : slots_) {
      const auto literal = static_cast<std::size_t>(text_.data() + slot.literal_end - source);
      std::memcpy(target, source, literal);
      target += literal;
      source += literal;
      if (slot.kind == SlotKind::application) {
        target = std::ranges::copy(state.application, target).out;
      } else {
        target = std::to_chars(target, target + kNumberRoom, number_of(slot, state)).ptr;
      }
    }
    const auto literal = static_cast<std::size_t>(text_.data() + text_.size() - source);
    std::memcpy(target, source, literal);
    return static_cast<std::size_t>(target + literal - data);
  });
}

}  // namespace afterglow::bench
