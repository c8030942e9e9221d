// Runs a fuzz target where there is no libFuzzer (GCC): over given inputs, or over mutations of
// them.
//
//   <target> FILE|FOLDER...                                 each input once
//   <target> --random N --seed S --prefix B FILE|FOLDER...  N mutations; the files are inputs of a
//                                                           target that begin after B bytes of
//                                                           choices, which are made up
//
// A target may bring a mutator of its own, as libFuzzer knows it. What was running when it crashed,
// or took longer than a minute, stands in crash-<target> in the working directory; run it again by
// its name. What takes too much memory is for the sanitizer to see:
// ASAN_OPTIONS=max_allocation_size_mb=1000:hard_rss_limit_mb=4000

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" __attribute__((weak)) std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data,
                                                                     std::size_t size,
                                                                     std::size_t max_size,
                                                                     unsigned int seed);

namespace {

using Random = std::mt19937_64;
constexpr std::size_t kMaxInput = 512 * 1024;
constexpr unsigned kMostSeconds = 60;

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void collect(const std::filesystem::path& path, std::vector<std::string>& inputs) {
  if (!std::filesystem::is_directory(path)) {
    inputs.push_back(contents(path));
    return;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) inputs.push_back(contents(entry.path()));
  }
}

std::size_t below(Random& random, std::size_t end) {
  return end == 0 ? 0 : random() % end;
}

std::string mutation_of_its_own(const std::vector<std::string>& inputs, Random& random) {
  std::string bytes = inputs[below(random, inputs.size())];
  if (random() % 4 == 0) bytes += inputs[below(random, inputs.size())];
  const std::size_t size = bytes.size();
  bytes.resize(size + kMaxInput);
  auto* const data = reinterpret_cast<std::uint8_t*>(bytes.data());
  bytes.resize(LLVMFuzzerCustomMutator(data, size, bytes.size(), static_cast<unsigned>(random())));
  return bytes;
}

// A piece of one input with a few things done to it.
std::string mutation(const std::vector<std::string>& inputs, Random& random) {
  if (LLVMFuzzerCustomMutator && random() % 8 != 0) return mutation_of_its_own(inputs, random);
  std::string bytes = inputs[below(random, inputs.size())];
  const std::size_t start = random() % 3 == 0 ? below(random, bytes.size()) : 0;
  bytes = bytes.substr(start, 1 + below(random, random() % 4 == 0 ? kMaxInput : 20'000));
  for (std::size_t i = below(random, 6); i > 0 && !bytes.empty(); --i) {
    const std::size_t at = below(random, bytes.size());
    const std::size_t size = 1 + below(random, random() % 2 == 0 ? 8 : 2000);
    const std::string& other = inputs[below(random, inputs.size())];
    switch (random() % 6) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
        break;
      case 1:
        bytes[at] = static_cast<char>(random());
        break;
      case 2:
        bytes.erase(at, size);
        break;
      case 3:
        bytes.insert(at, other.substr(below(random, other.size()), size));
        break;
      case 4:
        bytes.replace(at, size, std::string(size, random() % 2 == 0 ? '\0' : '\xff'));
        break;
      default:
        bytes.insert(at, bytes.substr(at, size));
    }
  }
  return bytes;
}

void run(const std::string& input) {
  alarm(kMostSeconds);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> inputs;
  std::uint64_t rounds = 0;
  std::uint64_t seed = 1;
  std::size_t prefix = 0;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--random" && i + 1 < count) {
      rounds = std::stoull(arguments[++i]);
    } else if (argument == "--seed" && i + 1 < count) {
      seed = std::stoull(arguments[++i]);
    } else if (argument == "--prefix" && i + 1 < count) {
      prefix = std::stoull(arguments[++i]);
    } else {
      collect(argument, inputs);
    }
  }
  if (inputs.empty()) {
    std::cerr << "usage: " << arguments[0] << " [--random N --seed S --prefix B] FILE|FOLDER...\n";
    return 2;
  }
  if (rounds == 0) {
    for (const std::string& input : inputs) run(input);
  }
  const std::string crash = "crash-" + std::filesystem::path(arguments[0]).filename().string();
  Random random(seed);
  for (std::uint64_t i = 0; i < rounds; ++i) {
    std::string input;
    for (std::size_t j = 0; j < prefix; ++j) input += static_cast<char>(random());
    input += mutation(inputs, random);
    std::ofstream(crash, std::ios::binary | std::ios::trunc) << input;
    run(input);
  }
  std::filesystem::remove(crash);
  std::cout << (rounds == 0 ? inputs.size() : rounds) << " inputs passed\n";
  return 0;
}
