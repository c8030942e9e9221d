"""What must hold of the insights of every application, whatever it did."""

import math

# Parts of the wall time that no stage has to do with, or not always.
NOT_OF_STAGES = ("driver_only", "waiting_for_resources")
# Time without a task while a job runs is scheduling of no stage.
SHARED = ("scheduling",)
OF_STAGES = ("compute", "shuffle_wait", "gc", "io", "stragglers", "idle")


def is_near(value, expected):
    return abs(value - expected) <= 1 + 0.0001 * abs(expected)


def bad_numbers(value, path=""):
    """Paths of numbers that are negative or none. "error" may be negative."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name not in ("links", "numbers", "error"):
                yield from bad_numbers(member, f"{path}.{name}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from bad_numbers(member, f"{path}[{index}]")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if not math.isfinite(value) or value < 0:
            yield f"{path} = {value}"


def problem_of_sums(insights, duration):
    wall = {one["part"]: one["ms"] for one in insights["wall"]}
    if not is_near(sum(wall.values()), insights["duration"]):
        return f"parts add up to {sum(wall.values())}, not to {insights['duration']}"
    if duration is not None and not is_near(insights["duration"], duration):
        return f"duration is {insights['duration']}, not {duration}"
    cores = sum(one["coreMs"] for one in insights["wall"])
    if not is_near(cores, insights["coreTime"]):
        return f"parts of cores add up to {cores}, not to {insights['coreTime']}"
    if insights["busyTime"] > insights["coreTime"] * 1.0001 + 1 and insights["coreTime"]:
        return f"cores were busy for {insights['busyTime']} of {insights['coreTime']} ms"
    return problem_of_stages(insights, wall)


def problem_of_stages(insights, wall):
    """Stages with less than 1 ms are left out, so that each may lack so much."""
    sums = {}
    for stage in insights["stages"]:
        if not is_near(sum(stage["parts"].values()), stage["ms"]):
            return f"parts of stage {stage['stageId']} do not add up to {stage['ms']}"
        for part, ms in stage["parts"].items():
            sums[part] = sums.get(part, 0) + ms
    if any(part in sums for part in NOT_OF_STAGES):
        return "a stage has a part that no stage has to do with"
    for part in OF_STAGES + SHARED:
        missing = wall[part] - sums.get(part, 0)
        if missing < -1 - 0.0001 * wall[part]:
            return f"{part} of stages is {sums[part]}, more than {wall[part]}"
        if part in OF_STAGES and missing > insights["untold"] + 1 + 0.0001 * wall[part]:
            return f"{part} of stages is {sums.get(part, 0)}, not {wall[part]}"
    return ""


def problem_of_path(insights, start):
    path = insights["criticalPath"]
    if not path:
        return "no critical path" if insights["duration"] > 0 else ""
    for before, after in zip(path, path[1:]):
        if before["end"] != after["start"]:
            return f"a hole in the critical path: {before['end']} to {after['start']}"
    if any(step["end"] < step["start"] for step in path):
        return "a step of the critical path ends before it starts"
    if not is_near(path[-1]["end"] - path[0]["start"], insights["duration"]):
        return f"the critical path has {path[-1]['end'] - path[0]['start']} ms"
    if start is not None and path[0]["start"] != start:
        return f"the critical path begins at {path[0]['start']}, the application at {start}"
    return ""


def problem_of_findings(insights):
    duration, core_time = insights["duration"], insights["coreTime"]
    shares = []
    for finding in insights["findings"]:
        for member in ("rule", "title", "text", "severity"):
            if not finding[member]:
                return f"a finding without {member}"
        of_wall = finding["recoverableMs"] / duration if duration else 0
        of_cores = finding["recoverableCoreMs"] / core_time / 2 if core_time else 0
        if of_wall > 1.0001 or of_cores > 0.50005:
            return f"{finding['rule']} saves more than there is"
        shares.append(max(of_wall, of_cores))
    unsorted = any(b > a + 1e-9 for a, b in zip(shares, shares[1:]))
    return "findings are not sorted by what they save" if unsorted else ""


def problem_of_insights(server, app_id, number, attempt):
    name = f"{app_id}/{number}" if number else app_id
    answer = server.get(f"/api/dashboard/applications/{name}/insights")
    if answer["status"] != 200:
        return f"status {answer['status']}: {answer['body']}"
    insights = answer["body"]
    bad = next(bad_numbers(insights), "")
    if bad:
        return bad
    if not insights["verdict"]:
        return "no verdict"
    stages = server.get(f"/api/v1/applications/{name}/stages")["body"]
    told = len(insights["stages"])
    insights["untold"] = max(0, len(stages) - told)
    ended = attempt["completed"] and attempt["endTimeEpoch"] > 0
    duration = attempt["duration"] if ended else None
    start = attempt["startTimeEpoch"] if attempt["startTimeEpoch"] > 0 else None
    return (
        problem_of_sums(insights, duration)
        or problem_of_path(insights, start)
        or problem_of_findings(insights)
    )
