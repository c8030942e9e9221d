#include "historyserver/model/scala_set.h"

#include <array>

namespace afterglow::history {
namespace {

constexpr std::size_t kSmallSet = 4;  // up to here a set keeps the order of insertion
constexpr unsigned kBitsPerLevel = 5;
constexpr std::size_t kBranches = std::size_t{1} << kBitsPerLevel;

// scala.collection.Hashing.improve
std::uint32_t improved_hash(std::int64_t element) {
  auto hash = static_cast<std::uint32_t>(element);
  hash += ~(hash << 9);
  hash ^= hash >> 14;
  hash += hash << 4;
  return hash ^ (hash >> 10);
}

// A node of the hash trie: first the elements that are alone in their branch, then the branches
// that hold several, both by the hash's next bits.
void append_node(const std::vector<std::int64_t>& elements, unsigned shift,
                 std::vector<std::int64_t>& order) {
  std::array<std::vector<std::int64_t>, kBranches> branches;
  for (const std::int64_t element : elements) {
    branches[(improved_hash(element) >> shift) % kBranches].push_back(element);
  }
  for (const auto& branch : branches) {
    if (branch.size() == 1) order.push_back(branch.front());
  }
  for (const auto& branch : branches) {
    if (branch.size() <= 1) continue;
    if (shift + kBitsPerLevel >= 32) {  // equal hashes: not with Ints, which differ
      order.insert(order.end(), branch.begin(), branch.end());
    } else {
      append_node(branch, shift + kBitsPerLevel, order);
    }
  }
}

}  // namespace

std::vector<std::int64_t> scala_set_order(std::vector<std::int64_t> elements) {
  if (elements.size() <= kSmallSet) return elements;
  std::vector<std::int64_t> order;
  order.reserve(elements.size());
  append_node(elements, 0, order);
  return order;
}

}  // namespace afterglow::history
