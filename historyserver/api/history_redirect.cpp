#include "historyserver/api/history_redirect.h"

#include <algorithm>
#include <array>

namespace afterglow::history {
namespace {

constexpr std::array<std::string_view, 9> kPages = {"jobs",           "stages",    "storage",
                                                    "environment",    "executors", "SQL",
                                                    "StreamingQuery", "sqlserver", "connect"};

bool is_page(std::string_view segment) {
  return std::ranges::find(kPages, segment) != kPages.end();
}

}  // namespace

Response redirect_to_dashboard(const Request& request) {
  const auto& segments = request.segments;
  if (segments.size() < 2) return redirect(302, "/");
  std::string attempt = "-";
  std::size_t page = 2;
  if (segments.size() > 2 && !is_page(segments[2])) {
    attempt = percent_encode(segments[2]);
    page = 3;
  }
  std::string location = "/#/app/" + percent_encode(segments[1]) + "/" + attempt;
  const bool is_stage =
      segments.size() > page + 1 && segments[page] == "stages" && segments[page + 1] == "stage";
  if (is_stage) {
    location += "/stage/" + percent_encode(request.parameter("id").value_or("0")) + "/" +
                percent_encode(request.parameter("attempt").value_or("0"));
  }
  return redirect(302, location);
}

}  // namespace afterglow::history
