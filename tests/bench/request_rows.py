"""The rows of the table about requests."""

import request_scenarios as asked
from report import MB, Row, at_most, rate_times
from scenarios import Measure

SERVING = at_most("memory", 150 * MB)  # all the time


def row(what, spark, ours, mark, goals):
    """Of one mark; the memory is that of all requests of the scenario."""
    of_spark = spark and Measure(spark.marks[mark], memory=spark.memory)
    return Row(what, of_spark, Measure(ours.marks[mark], memory=ours.memory), goals + [SERVING])


def slowest(measure, kind):
    """The key of a list that takes longest, and its time."""
    times = {mark[1]: time for mark, time in measure.marks.items() if mark[0] == kind}
    key = max(times, key=times.get)
    return key, Measure(times[key], memory=measure.memory)


def slowest_row(what, kind, spark, ours, goals):
    key, of_ours = slowest(ours, kind)
    keys = f"ours: {key}"
    of_spark = None
    if spark:
        of_key, of_spark = slowest(spark, kind)
        keys = f"Spark's: {of_key}; {keys}"
    return Row(f"{what} ({keys})", of_spark, of_ours, goals + [SERVING])


def task_rows(name, first, page=None, spark_repeat=1):
    """Requests about the tasks of one stage. `first`, `page`: goals in seconds for the first
    taskSummary and any list. `spark_repeat` 0: Spark's server would take too long."""

    def run(bench):
        log = bench.log(name)
        scenario = asked.ask_about_tasks
        ours = bench.of_ours(scenario, log)
        spark = bench.of_spark(scenario, log, repeat=spark_repeat) if spark_repeat else None
        stage = f"a stage of {log.facts['tasks']:,} tasks"
        summary = f"taskSummary, 5 quantiles, {stage}"
        page_goals = [at_most("time", page)] if page else []
        yield row(f"{summary}: first", spark, ours, "first", [at_most("time", first)])
        yield row(f"{summary}: repeated", spark, ours, "again", [at_most("time", 0.003)])
        for kind, route, keys in (
            ("list", "taskList", asked.LIST_KEYS),
            ("table", "taskTable", asked.TABLE_COLUMNS),
        ):
            what = f"{route}, 20 tasks of {stage}: first, by the slowest of {len(keys)} keys"
            yield slowest_row(what, kind, spark, ours, page_goals)

    return run


def route_rows(name, routes, goal):
    def run(bench):
        log = bench.log(name)
        ours = bench.of_ours(asked.ask_routes, log, routes)
        spark = bench.of_spark(asked.ask_routes, log, routes)
        for route in routes:
            for when, word in ("first", "first"), ("again", "repeated"):
                what = f"{route} of an application of {log.facts['tasks']:,} tasks: {word}"
                yield row(what, spark, ours, (route, when), [at_most("time", goal)])

    return run


def insight_rows(name):
    """Nothing of Spark's server is like it."""

    def run(bench):
        log = bench.log(name)
        ours = bench.of_ours(asked.ask_for_insights, log)
        of = f"of an application of {log.facts['tasks']:,} tasks"
        if name.endswith("one-stage"):
            of += " in one stage"
        for what, mark, goal in (
            (f"findings {of}: made from its database, by the command line", "made", 1),
            (f"findings {of}: as stored", "stored", 0.05),
            (f"findings {of}: repeated", "again", 0.05),
            (f"two runs {of} compared", "compare", 0.2),
        ):
            yield row(what, None, ours, mark, [at_most("time", goal)])

    return run


def application_rows(name, count, goals, with_spark=True):
    """`goals`: of each path, in seconds."""

    def run(bench):
        log = bench.log(name)
        scenario, paths = asked.ask_for_applications, list(goals)
        ours = bench.of_ours(scenario, log, count, paths)
        spark = bench.of_spark(scenario, log, count, paths) if with_spark else None
        for path, goal in goals.items():
            told = path.removeprefix("/api/dashboard").removeprefix("/")
            what = f"{told} of {count:,} applications: repeated"
            yield row(what, spark, ours, path, [at_most("time", goal)])

    return run


def client_rows(name, factor):
    def run(bench):
        log = bench.log(name)
        ours = bench.of_ours(asked.many_clients, log)
        spark = bench.of_spark(asked.many_clients, log)
        what = (
            f"{asked.CLIENTS} clients, mixed routes, {log.facts['tasks']:,} tasks: requests a "
            "second; CPU of a request"
        )
        yield Row(what, spark, ours, [rate_times(factor), SERVING])
        of_spark = spark and Measure(spark.marks["p99"])
        what = f"{asked.CLIENTS} clients: the time that 99 % of the requests stay below"
        yield Row(what, of_spark, Measure(ours.marks["p99"]), [])

    return run


def stream_row(name):
    def run(bench):
        log = bench.log(name)
        ours = bench.of_ours(asked.stream_tasks, log)
        size, tasks = ours.marks["bytes"], log.facts["tasks"]
        what = (
            f"taskList?length={tasks}, one answer of {size / MB:,.0f} MB: "
            f"{size / MB / ours.time:,.0f} MB/s"
        )
        yield Row(what, None, ours, [SERVING])

    return run
