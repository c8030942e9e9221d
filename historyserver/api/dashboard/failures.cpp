#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "historyserver/api/dashboard/axis.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/dashboard/task_filter.h"
#include "historyserver/model/error_signature.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kMaxClusters = 40;
constexpr std::size_t kNamedExecutors = 8;
constexpr std::int64_t kFailed = 3;
static_assert(kTaskStatuses[kFailed] == "FAILED");

struct Cluster {
  std::int64_t failed = 0;
  std::int64_t killed = 0;
  std::map<std::int64_t, std::int64_t> executors;  // tasks by word
  std::set<std::int64_t> hosts;
  std::int64_t first = INT64_MAX;  // end of a task, ms since 1970
  std::int64_t last = INT64_MIN;
  std::int64_t example = 0;  // a task's id

  std::int64_t tasks() const { return failed + killed; }
};

using Clusters = std::unordered_map<std::string, Cluster>;

// Columns of the blocks.
enum FailureColumn : std::size_t { error, status, executor, host, launch, duration, id };

void add(Cluster& cluster, const TaskBlocks& blocks, std::size_t task) {
  const std::int64_t end =
      believable(blocks.values(launch)[task]) + believable(blocks.values(duration)[task]);
  ++(blocks.values(status)[task] == kFailed ? cluster.failed : cluster.killed);
  ++cluster.executors[blocks.values(executor)[task]];
  cluster.hosts.insert(blocks.values(host)[task]);
  if (end < cluster.first) cluster.example = blocks.values(id)[task];
  cluster.first = std::min(cluster.first, end);
  cluster.last = std::max(cluster.last, end);
}

Result<Clusters> read_clusters(TaskBlocks& blocks) {
  Clusters clusters;
  // A text is folded once, however many tasks have it.
  std::unordered_map<std::int64_t, Cluster*> by_text;
  for (;;) {
    const auto more = blocks.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return clusters;
    for (std::size_t i = 0; i < blocks.tasks(); ++i) {
      Cluster*& cluster = by_text[blocks.values(error)[i]];
      if (!cluster) {
        const auto text = blocks.word(blocks.values(error)[i]);
        if (!text) return std::unexpected(text.error());
        cluster = &clusters[error_signature(*text)];
      }
      add(*cluster, blocks, i);
    }
  }
}

Result<void> write_executors(JsonWriter& json, TaskBlocks& blocks, const Cluster& cluster) {
  std::vector<std::pair<std::int64_t, std::int64_t>> by_tasks;
  for (const auto& [word, tasks] : cluster.executors) by_tasks.emplace_back(-tasks, word);
  std::ranges::sort(by_tasks);
  by_tasks.resize(std::min(by_tasks.size(), kNamedExecutors));
  json.field("executors", static_cast<std::int64_t>(cluster.executors.size()))
      .field("hosts", static_cast<std::int64_t>(cluster.hosts.size()))
      .key("mostOn")
      .begin_array();
  for (const auto& [tasks, word] : by_tasks) {
    const auto name = blocks.word(word);
    if (!name) return std::unexpected(name.error());
    json.begin_object().field("executor", *name).field("tasks", -tasks).end_object();
  }
  json.end_array();
  return {};
}

}  // namespace

Response dashboard_failures(OpenAttempt& attempt, const Request& request,
                            const PathArguments& path) {
  auto query = task_filter(attempt, request, path);
  if (!query) return query.error();
  if (query->statuses.empty()) query->statuses = {"FAILED", "KILLED"};
  auto blocks = attempt.database->task_blocks(
      *query, {TaskOrder::error, TaskOrder::status, TaskOrder::executor_id, TaskOrder::host,
               TaskOrder::launch_time, TaskOrder::duration, TaskOrder::id});
  if (!blocks) return internal_error(blocks.error());
  const auto clusters = read_clusters(*blocks);
  if (!clusters) return internal_error(clusters.error());
  std::vector<const Clusters::value_type*> sorted;
  std::int64_t tasks = 0;
  for (const auto& entry : *clusters) {
    sorted.push_back(&entry);
    tasks += entry.second.tasks();
  }
  std::ranges::sort(sorted, [](const auto* a, const auto* b) {
    return std::tuple(-a->second.failed, -a->second.killed, std::string_view(a->first)) <
           std::tuple(-b->second.failed, -b->second.killed, std::string_view(b->first));
  });
  JsonWriter json;
  json.compact()
      .begin_object()
      .field("tasks", tasks)
      .field("total", static_cast<std::int64_t>(sorted.size()))
      .key("clusters")
      .begin_array();
  sorted.resize(std::min(sorted.size(), kMaxClusters));
  for (const auto* entry : sorted) {
    const Cluster& cluster = entry->second;
    json.begin_object()
        .field("key", error_key(entry->first))
        .field("signature", entry->first)
        .field("failed", cluster.failed)
        .field("killed", cluster.killed)
        .field("first", cluster.first)
        .field("last", cluster.last)
        .field("example", cluster.example);
    if (auto done = write_executors(json, *blocks, cluster); !done) {
      return internal_error(done.error());
    }
    json.end_object();
  }
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
