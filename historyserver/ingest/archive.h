#pragma once

// A compact binary form for what ingestion must remember between runs. A type says once what it is
// made of and is then written and read by the same lines:
//
//   template <typename Archive>
//   void archive(Archive& archive) { archive(first_, second_); }
//
// Numbers, enums, strings, optionals, pairs and the standard containers are known. The form has no
// field names or versions: it belongs to one schema version of the database that holds it.

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace afterglow::history {

namespace archiving {

template <typename T>
concept Number = std::is_integral_v<T> || std::is_enum_v<T>;

template <typename T, typename Archive>
concept Composite = requires(T& value, Archive& archive) {
  value.archive(archive);
};

template <typename T>
concept Optional = requires(T& value) {
  value.has_value();
  value.emplace();
};

template <typename T>
concept Pair = requires(T& value) {
  value.first;
  value.second;
};

template <typename T>
concept Map = requires {
  typename T::mapped_type;
};

template <typename T>
concept Sequence = requires(T& value) {
  value.push_back(typename T::value_type());
};

}  // namespace archiving

class ArchiveWriter {
 public:
  static constexpr bool kReads = false;

  template <typename... Values>
  void operator()(Values&... values) {
    (put(values), ...);
  }
  std::string take() { return std::move(bytes_); }

 private:
  void put_number(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) bytes_ += static_cast<char>(number | 0x80);
    bytes_ += static_cast<char>(number);
  }

  template <typename T>
  void put(T& value) {
    if constexpr (archiving::Composite<T, ArchiveWriter>) {
      value.archive(*this);
    } else if constexpr (archiving::Number<std::remove_const_t<T>>) {
      const auto number = static_cast<std::int64_t>(value);
      put_number(static_cast<std::uint64_t>(number) << 1 ^
                 static_cast<std::uint64_t>(number >> 63));
    } else if constexpr (std::is_floating_point_v<std::remove_const_t<T>>) {
      put_number(std::bit_cast<std::uint64_t>(static_cast<double>(value)));
    } else if constexpr (std::is_same_v<std::remove_const_t<T>, std::string>) {
      put_number(value.size());
      bytes_ += value;
    } else if constexpr (archiving::Optional<T>) {
      bool present = value.has_value();
      put(present);
      if (present) put(*value);
    } else if constexpr (archiving::Pair<T>) {
      put(value.first);
      put(value.second);
    } else {
      put_number(value.size());
      for (auto&& entry : value) put_entry(entry);
    }
  }
  template <typename T>
  void put_entry(T&& entry) {
    auto& reference = entry;
    put(reference);
  }

  std::string bytes_;
};

class ArchiveReader {
 public:
  static constexpr bool kReads = true;

  // `bytes` must outlive this.
  explicit ArchiveReader(std::string_view bytes) : rest_(bytes) {}

  template <typename... Values>
  void operator()(Values&... values) {
    (get(values), ...);
  }
  // False when the bytes ended early: nothing that was read is worth anything.
  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::uint64_t get_number() {
    std::uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return number;
    }
    ok_ = false;
    rest_ = {};
    return 0;
  }

  template <typename T>
  void get(T& value) {
    if constexpr (archiving::Composite<T, ArchiveReader>) {
      value.archive(*this);
    } else if constexpr (archiving::Number<T>) {
      const std::uint64_t number = get_number();
      value = static_cast<T>(static_cast<std::int64_t>(number >> 1) ^
                             -static_cast<std::int64_t>(number & 1));
    } else if constexpr (std::is_floating_point_v<T>) {
      value = static_cast<T>(std::bit_cast<double>(get_number()));
    } else if constexpr (std::is_same_v<T, std::string>) {
      const std::uint64_t size = get_number();
      if (size > rest_.size()) ok_ = false;
      value = rest_.substr(0, size);
      rest_.remove_prefix(value.size());
    } else if constexpr (archiving::Optional<T>) {
      bool present = false;
      get(present);
      value.reset();
      if (present) get(value.emplace());
    } else if constexpr (archiving::Pair<T>) {
      get(value.first);
      get(value.second);
    } else {
      value.clear();
      for (std::uint64_t left = get_number(); left > 0 && ok_; --left) get_entry(value);
    }
  }
  template <typename T>
  void get_entry(T& container) {
    if constexpr (archiving::Map<T>) {
      typename T::key_type key{};
      get(key);
      get(container[std::move(key)]);
    } else {
      typename T::value_type entry{};
      get(entry);
      if constexpr (archiving::Sequence<T>) {
        container.push_back(std::move(entry));
      } else {
        container.insert(std::move(entry));
      }
    }
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace afterglow::history
