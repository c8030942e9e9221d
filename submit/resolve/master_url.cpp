#include "submit/resolve/master_url.h"

namespace afterglow::submit {
namespace {

constexpr std::string_view blanks = " \t";
constexpr std::string_view digits = "0123456789";

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of(digits) == std::string_view::npos;
}

bool is_positive(std::string_view text) {
  return is_number(text) && text.find_first_not_of('0') != std::string_view::npos;
}

Result<MasterUrl> parse_local(std::string_view text) {
  const MasterUrl master{MasterKind::local, std::string(text)};
  if (text == "local") return master;
  const std::string quoted = "master \"" + std::string(text) + "\"";
  if (!text.starts_with("local[") || !text.ends_with("]")) {
    return fail(ErrorKind::invalid_argument,
                quoted + " is malformed; write local, local[N], local[*] or local[N,FAILURES]");
  }
  const std::string_view inside = text.substr(6, text.size() - 7);
  const std::size_t comma = inside.find(',');
  const std::string_view threads = inside.substr(0, comma);
  // Spark allows blanks around the comma only.
  const std::string_view count =
      comma == std::string_view::npos ? threads : without_blanks(threads);
  if (count != "*" && !is_positive(count)) {
    return fail(ErrorKind::invalid_argument,
                quoted +
                    " is malformed; the number of threads must be * or at least 1, as in "
                    "local[4]");
  }
  if (comma != std::string_view::npos && !is_positive(without_blanks(inside.substr(comma + 1)))) {
    return fail(ErrorKind::invalid_argument,
                quoted +
                    " is malformed; the number of task failures must be at least 1, as in "
                    "local[4,2]");
  }
  return master;
}

}  // namespace

Result<MasterUrl> parse_master_url(std::string_view text) {
  const auto of_kind = [&](MasterKind kind) { return MasterUrl{kind, std::string(text)}; };
  if (text == "yarn") return of_kind(MasterKind::yarn);
  if (text.starts_with("spark://")) return of_kind(MasterKind::standalone);
  if (text.starts_with("k8s://")) return of_kind(MasterKind::kubernetes);
  if (text.starts_with("mesos://")) return of_kind(MasterKind::mesos);
  if (text.starts_with("local-cluster[")) return of_kind(MasterKind::local_cluster);
  if (text.starts_with("local")) return parse_local(text);
  return fail(ErrorKind::invalid_argument,
              "master \"" + std::string(text) +
                  "\" is unknown; write local, local[N], local[*], yarn, spark://HOST:PORT or "
                  "k8s://HOST:PORT");
}

std::string_view describe(MasterKind kind) {
  switch (kind) {
    case MasterKind::local:
      return "local mode";
    case MasterKind::local_cluster:
      return "a local cluster";
    case MasterKind::standalone:
      return "a standalone cluster";
    case MasterKind::yarn:
      return "YARN";
    case MasterKind::kubernetes:
      return "Kubernetes";
    case MasterKind::mesos:
      return "Mesos";
  }
  return "";
}

}  // namespace afterglow::submit
