#pragma once

#include <expected>
#include <string>
#include <utility>

namespace afterglow {

// What a caller may want to branch on; everything else about a failure is in the message.
enum class ErrorKind {
  invalid_argument,  // the user's input is wrong: fix it and try again
  not_found,         // a file, application, stage ... does not exist
  unavailable,       // may work later: busy, not readable now, not finished
  corrupt,           // data that should be well formed is not
  io,                // the operating system refused
  unsupported,       // understood, but this build does not do it
};

// `message` is one line for a person: what failed, where, and what to do if that is known.
struct Error {
  ErrorKind kind;
  std::string message;
};

template <typename T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return std::unexpected(Error{kind, std::move(message)});
}

}  // namespace afterglow
