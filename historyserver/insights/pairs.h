#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "historyserver/model/comparison.h"

namespace afterglow::history {

// Which of two lists belong together, by one kind of key after the other: what an earlier one has
// paired stays so, and those of equal keys are paired in their order.
class Pairs {
 public:
  struct One {
    Pair<std::optional<std::size_t>> place;  // in the lists; at least one of them
    std::size_t kind = 0;                    // which of the kinds of keys paired them, from 0
  };

  Pairs(std::size_t size_a, std::size_t size_b) : of_a_(size_a), is_taken_(size_b) {}

  // A key of each; those without one have no other by it.
  template <typename Key>
  void match(const std::vector<std::optional<Key>>& a, const std::vector<std::optional<Key>>& b) {
    std::map<Key, std::vector<std::size_t>> free;  // of b, the last one first
    for (std::size_t i = b.size(); i-- > 0;) {
      if (b[i] && !is_taken_[i]) free[*b[i]].push_back(i);
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!a[i] || of_a_[i].place[1]) continue;
      const auto found = free.find(*a[i]);
      if (found == free.end() || found->second.empty()) continue;
      of_a_[i] = {{i, found->second.back()}, kind_};
      is_taken_[found->second.back()] = true;
      found->second.pop_back();
    }
    ++kind_;
  }

  // All of a in their order, then those that only b has.
  std::vector<One> take() && {
    for (std::size_t i = 0; i < of_a_.size(); ++i) of_a_[i].place[0] = i;
    for (std::size_t i = 0; i < is_taken_.size(); ++i) {
      if (!is_taken_[i]) of_a_.push_back({{std::nullopt, i}, 0});
    }
    return std::move(of_a_);
  }

 private:
  std::vector<One> of_a_;
  std::vector<bool> is_taken_;  // of b
  std::size_t kind_ = 0;
};

}  // namespace afterglow::history
