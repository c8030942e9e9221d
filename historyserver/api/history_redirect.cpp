#include "historyserver/api/history_redirect.h"

#include <algorithm>
#include <array>

namespace afterglow::history {
namespace {

// A tab of Spark's pages, and what of ours shows the same.
struct Tab {
  std::string_view name;
  std::string_view ours;  // below the application; empty: its overview
};

constexpr auto kTabs = std::to_array<Tab>({
    {"SQL", "/sql"},
    {"StreamingQuery", "/streaming"},
    {"connect", "/connect"},
    {"environment", "/environment"},
    {"executors", "/executors"},
    {"jobs", "/jobs"},
    {"sqlserver", "/jdbc"},
    {"stages", "/stages"},
    {"storage", "/storage"},
});

// A page of one thing: its parameters, in the order in which our address has them.
struct Detail {
  std::string_view tab;
  std::string_view name;
  std::string_view ours;
  std::string_view id;
  std::string_view second;  // 0 where the link lacks it; empty: there is none
};

constexpr auto kDetails = std::to_array<Detail>({
    {"SQL", "execution", "/sql/", "id", ""},
    {"StreamingQuery", "statistics", "/streaming/", "id", ""},
    {"connect", "session", "/connect/", "id", ""},
    {"jobs", "job", "/job/", "id", ""},
    {"sqlserver", "session", "/jdbc/", "id", ""},
    {"stages", "pool", "/pools/", "poolname", ""},
    {"stages", "stage", "/stage/", "id", "attempt"},
    {"storage", "rdd", "/storage/", "id", ""},
});

std::string address_of_page(const Tab& tab, std::string_view page, const Request& request) {
  const auto detail = std::ranges::find_if(
      kDetails, [&](const Detail& one) { return one.tab == tab.name && one.name == page; });
  if (detail == kDetails.end()) return std::string(tab.ours);
  const auto id = request.parameter(detail->id);
  if (!id || id->empty()) return std::string(tab.ours);
  std::string address = std::string(detail->ours) + percent_encode(*id);
  if (!detail->second.empty()) {
    address += "/" + percent_encode(request.parameter(detail->second).value_or("0"));
  }
  return address;
}

}  // namespace

Response redirect_to_dashboard(const Request& request) {
  const auto& segments = request.segments;
  if (segments.size() < 2) return redirect(302, "/");
  const auto tab_at = [&](std::size_t index) {
    return index < segments.size() ? std::ranges::find(kTabs, segments[index], &Tab::name)
                                   : kTabs.end();
  };
  std::string attempt = "-";
  std::size_t page = 2;
  if (segments.size() > 2 && tab_at(2) == kTabs.end()) {
    attempt = percent_encode(segments[2]);
    page = 3;
  }
  std::string location = "/#/app/" + percent_encode(segments[1]) + "/" + attempt;
  if (const auto tab = tab_at(page); tab != kTabs.end()) {
    const std::string below = page + 1 < segments.size() ? segments[page + 1] : std::string();
    location += address_of_page(*tab, below, request);
  }
  return redirect(302, location);
}

}  // namespace afterglow::history
