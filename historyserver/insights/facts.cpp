#include "historyserver/insights/facts.h"

#include <algorithm>

#include "historyserver/insights/last_moment.h"
#include "historyserver/insights/stored_plan.h"
#include "historyserver/insights/wall_time.h"

namespace afterglow::history {
namespace {

// What is shorter cannot be worth a word: it is not looked into. Parts of the application's time,
// and ms.
constexpr double kShortStage = 0.005;
constexpr double kShortQuery = 0.01;
constexpr double kShortest = 100;
constexpr std::size_t kReadPlans = 200;  // of the longest queries
constexpr std::size_t kWorkStages = 60;  // whose executors are looked at

class Gatherer {
 public:
  Gatherer(ApplicationDatabase& database, Facts& facts) : database_(database), facts_(facts) {}

  Result<void> gather() {
    auto done = application();
    if (done) done = environment();
    if (done) done = executors();
    if (done) done = jobs();
    if (done) done = stages();
    if (done) done = queries();
    return done ? tasks() : done;
  }

 private:
  template <typename Value, typename Take>
  static Result<void> take(Result<Value>&& from, Take&& to) {
    if (!from) return std::unexpected(from.error());
    to(*std::move(from));
    return {};
  }
  template <typename Value>
  static Result<void> put(Result<Value>&& from, Value& to) {
    return take(std::move(from), [&](Value&& value) { to = std::move(value); });
  }

  std::int64_t inside(std::int64_t time) const {
    return std::clamp(time, facts_.start, facts_.end);
  }

  Result<void> application() {
    const auto row = database_.applications.get();
    if (!row) return std::unexpected(row.error());
    if (!*row) return fail(ErrorKind::not_found, "the log has not told of its application yet");
    facts_.name = (*row)->name;
    facts_.spark_version = (*row)->spark_version;
    facts_.start = (*row)->start_time;
    facts_.has_ended = (*row)->end_time.has_value();
    const Result<std::int64_t> end =
        facts_.has_ended ? *(*row)->end_time : last_moment(database_, facts_.start);
    if (!end) return std::unexpected(end.error());
    facts_.end = std::max(facts_.start, *end);
    facts_.has_failed =
        (*row)->exit_code ? *(*row)->exit_code != 0 : (*row)->totals.last_job_failed;
    auto done = take(database_.completeness.get(), [&](auto&& known) {
      if (known) facts_.completeness = *std::move(known);
    });
    return done ? put(database_.completeness.findings(), facts_.log_findings) : done;
  }

  Result<void> environment() {
    // The other maps are long, and take longer to read than the rest of a small application.
    auto done = take(database_.environment.spark_properties(), [&](StringMap&& properties) {
      facts_.properties = Properties(std::move(properties));
    });
    if (done) done = put(database_.environment.resource_profiles(), facts_.profiles);
    if (done) done = put(database_.storage.rdds(), facts_.rdds);
    return done;
  }

  Result<void> executors() {
    return take(database_.executors.list(), [&](std::vector<ExecutorRow>&& rows) {
      for (ExecutorRow& row : rows) {
        const bool is_driver = row.id == "driver" || row.id == "<driver>";
        const bool works = row.total_cores > 0 || row.total_tasks > 0;
        if (is_driver) facts_.driver = row;
        if (is_driver && works) facts_.is_local = true;
        if (works) facts_.executors.push_back(std::move(row));
      }
    });
  }

  Result<void> jobs() {
    return take(database_.jobs.all(), [&](std::vector<JobRow>&& rows) {
      facts_.jobs.reserve(rows.size());
      for (JobRow& row : rows) {
        JobFacts& job = facts_.jobs.emplace_back();
        job.start = inside(row.submission_time.value_or(facts_.start));
        job.end = std::max(job.start, inside(row.completion_time.value_or(facts_.end)));
        job.row = std::move(row);
      }
    });
  }

  Result<void> stages() {
    const auto barriers = database_.storage.barrier_stages();
    if (!barriers) return std::unexpected(barriers.error());
    return take(database_.stages.numbers(), [&](std::vector<StageRow>&& rows) {
      facts_.stages.reserve(rows.size());
      for (StageRow& row : rows) {
        StageFacts& stage = facts_.stages.emplace_back();
        const auto first = row.submission_time ? row.submission_time : row.first_task_launched_time;
        stage.row = std::move(row);
        stage.start = stage.end = facts_.end;
        if (stage.ran()) {
          stage.start = inside(first.value_or(facts_.start));
          stage.end = std::max(stage.start, inside(stage.row.completion_time.value_or(facts_.end)));
        }
        stage.is_barrier = std::ranges::binary_search(*barriers, stage.row.stage_id);
        if (!stage.row.job_ids.empty()) stage.job_id = stage.row.job_ids.front();
        if (stage.job_id < 0) stage.job_id = job_of_stage(stage.row.stage_id);
        if (const JobFacts* job = facts_.job(stage.job_id)) {
          stage.query_id = job->row.sql_execution_id;
        }
      }
    });
  }

  // By what jobs say, for stages that do not say it; -1 when none does.
  std::int64_t job_of_stage(std::int64_t stage_id) {
    if (!jobs_of_stages_) {
      jobs_of_stages_.emplace();
      for (const JobFacts& job : facts_.jobs) {
        for (const std::int64_t stage : job.row.stage_ids) {
          jobs_of_stages_->try_emplace(stage, job.row.id);
        }
      }
    }
    const auto job = jobs_of_stages_->find(stage_id);
    return job == jobs_of_stages_->end() ? -1 : job->second;
  }

  Result<void> queries() {
    const auto done = take(database_.sql.numbers(), [&](std::vector<SqlExecutionRow>&& rows) {
      facts_.queries.reserve(rows.size());
      for (SqlExecutionRow& row : rows) {
        QueryFacts& query = facts_.queries.emplace_back();
        query.start = inside(row.submission_time.value_or(facts_.start));
        query.end = std::max(query.start, inside(row.completion_time.value_or(facts_.end)));
        query.row = std::move(row);
      }
    });
    if (!done) return done;
    const auto find = [&](const std::optional<std::int64_t>& id) -> QueryFacts* {
      if (!id) return nullptr;
      return const_cast<QueryFacts*>(facts_.query(*id));
    };
    for (const JobFacts& job : facts_.jobs) {
      if (QueryFacts* query = find(job.row.sql_execution_id)) query->job_ids.push_back(job.row.id);
    }
    for (const StageFacts& stage : facts_.stages) {
      QueryFacts* const query = stage.ran() ? find(stage.query_id) : nullptr;
      if (query) query->stages.push_back(stage.key());
    }
    return plans();
  }

  Result<void> plans() {
    std::vector<QueryFacts*> longest;
    const double least = std::max(kShortest, facts_.duration() * kShortQuery);
    for (QueryFacts& query : facts_.queries) {
      if (query.duration() >= least && query.row.plan_versions > 0) longest.push_back(&query);
    }
    std::ranges::stable_sort(longest, std::ranges::greater(), &QueryFacts::duration);
    if (longest.size() > kReadPlans) longest.resize(kReadPlans);
    for (QueryFacts* query : longest) {
      auto plan = stored_plan(database_, query->row, OpenMetrics::added_up);
      if (!plan) return std::unexpected(plan.error());
      query->plan = *std::move(plan);
    }
    return {};
  }

  Result<void> tasks() {
    auto reader = StageTaskReader::open(database_, facts_.start, facts_.end);
    if (!reader) return std::unexpected(reader.error());
    const double least = std::max(kShortest, facts_.duration() * kShortStage);
    auto done = divide_wall_time(*reader, facts_, [&](StageFacts& stage) -> Result<void> {
      // Why tasks failed is asked of short ones too.
      if (stage.duration() < least && stage.row.failed_tasks == 0) return {};
      return put(reader->tasks(stage.key(), stage.row.metrics), stage.tasks);
    });
    if (!done) return done;
    return executor_work(least);
  }

  Result<void> executor_work(double least) {
    std::vector<const StageFacts*> stages;
    if (facts_.executors.size() < 2) return {};
    for (const StageFacts& stage : facts_.stages) {
      if (stage.ran() && stage.duration() >= least) stages.push_back(&stage);
    }
    std::ranges::stable_sort(stages, std::ranges::greater(), [](const StageFacts* stage) {
      return std::pair(stage->row.failed_tasks > 0, stage->duration());
    });
    if (stages.size() > kWorkStages) stages.resize(kWorkStages);
    std::ranges::sort(stages, {}, &StageFacts::key);
    for (const StageFacts* stage : stages) {
      auto work = database_.stages.executor_work(stage->key());
      if (!work) return std::unexpected(work.error());
      std::ranges::move(*work, std::back_inserter(facts_.executor_work));
    }
    return {};
  }

  ApplicationDatabase& database_;
  Facts& facts_;
  std::optional<std::map<std::int64_t, std::int64_t>> jobs_of_stages_;
};

template <typename Row, typename Key, typename Projection>
const Row* find_sorted(const std::vector<Row>& rows, const Key& key, Projection projection) {
  const auto found = std::ranges::lower_bound(rows, key, {}, projection);
  return found != rows.end() && std::invoke(projection, *found) == key ? &*found : nullptr;
}

}  // namespace

const StageFacts* Facts::stage(const StageKey& key) const {
  return find_sorted(stages, key, [](const StageFacts& stage) { return stage.key(); });
}

const JobFacts* Facts::job(std::int64_t id) const {
  return find_sorted(jobs, id, [](const JobFacts& job) { return job.row.id; });
}

const QueryFacts* Facts::query(std::int64_t id) const {
  return find_sorted(queries, id, [](const QueryFacts& query) { return query.row.id; });
}

Result<Facts> gather_facts(ApplicationDatabase& database) {
  Facts facts;
  if (auto done = Gatherer(database, facts).gather(); !done) {
    return std::unexpected(done.error());
  }
  return facts;
}

}  // namespace afterglow::history
