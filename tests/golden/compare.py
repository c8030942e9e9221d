"""Compares an answer with the recorded one: JSON as JSON, error bodies and types as text."""

import json
import re

# What may differ without being a difference.  (URL, path of the value, why)   "[]" is any index.
ATTEMPTS = r"/applications(/[^/]+){0,2}/?(\?|$)"
RULES = [
    (ATTEMPTS, r"\.lastUpdated(Epoch)?$", "modification time of the log's file"),
    (ATTEMPTS, r"\.logSource(Name|FullPath)$", "where the logs lie on that machine"),
    (r"/version$", r"\.spark$", "version of the server that was asked"),
]
# Members in the order in which a Scala hash map iterates: any order will do.
MAPS = re.compile(
    r"\.(tasks|executorSummary|killedTasksSummary|executorLogs|attributes|resources"
    r"|modifiedConfigs|executorResources|taskResources)$"
)
TIMES = r"\.(duration|gettingResultTime|schedulerDelay)"
# A task whose end the log has not counts up to when the log's file was changed, in an application
# that has ended too.
UNENDED = (r"/stages", TIMES + "$", {"status": {"SUCCESS", "FAILED", "KILLED"}})
# Numbers that grow with the clock while the thing they belong to runs.  (URL, path, members of the
# object that holds the value by which it is over)
CLOCK = [
    (r"/applications", r"(attempts\[\]|^\$)\.duration$", {"completed": {True}}),
    (r"/(all)?executors$", r"^\$\[\]\.totalDuration$", {}),  # asked only of unfinished applications
    (r"/sql", r"\.duration$", {"status": {"COMPLETED", "FAILED"}}),
    (r"/sql/sqlTable", r"\.averageDuration$", {}),
    (r"/stages", TIMES + r"\[\]$", {}),  # distributions over running tasks
]


class Comparison:
    """`running`: ids of the applications that have not ended."""

    def __init__(self, running):
        self.running = running

    def difference(self, expected, got):
        """Where and how `got` differs from the record `expected`; empty when it does not."""
        if expected["status"] >= 500:
            # The real server failed inside: any answer that is no failure is better. What only a
            # driver can tell is unavailable (503).
            only_live = got["status"] == 503 and "/threads" in expected["url"]
            return "" if only_live or 0 < got["status"] < 500 else f"status {got['status']}"
        if expected["status"] != got["status"]:
            return f"status {expected['status']} / {got['status']} {brief(got['body'])}"
        if expected["type"] == "text/html":
            return ""
        if expected["type"] != got["type"]:
            return f"content type {expected['type']} / {got['type']}"
        url = expected["url"]
        self.rules = [re.compile(path) for pattern, path, _ in RULES if re.search(pattern, url)]
        application = re.match(r"/api/v1/applications/([^/?]+)", url)
        runs = not application or application.group(1) in self.running
        self.clock = [
            (re.compile(path), over)
            for pattern, path, over in [UNENDED] + (CLOCK if runs else [])
            if re.search(pattern, url)
        ]
        return self.first(expected["body"], got["body"], "$", {})

    def ignored(self, path, expected, got, holder):
        shape = re.sub(r"\[\d+\]", "[]", path)
        if any(rule.search(shape) for rule in self.rules):
            return True
        for rule, over in self.clock:
            if rule.search(shape) and is_number(expected) and is_number(got):
                return not any(holder.get(key) in values for key, values in over.items())
        return False

    def first(self, expected, got, path, holder):
        if self.ignored(path, expected, got, holder):
            return ""
        if isinstance(expected, dict) and isinstance(got, dict):
            for key in list(expected) + [key for key in got if key not in expected]:
                where = f"{path}.{key}"
                if key not in got:
                    return f"{where}: missing, expected {brief(expected[key])}"
                if key not in expected:
                    return f"{where}: not expected, got {brief(got[key])}"
                found = self.first(expected[key], got[key], where, expected)
                if found:
                    return found
            same_order = list(expected) == list(got) or MAPS.search(path)
            return "" if same_order else f"{path}: order of members {list(expected)} / {list(got)}"
        if isinstance(expected, list) and isinstance(got, list):
            if len(expected) != len(got):
                return f"{path}: {len(expected)} / {len(got)} elements"
            for index, (one, other) in enumerate(zip(expected, got)):
                found = self.first(one, other, f"{path}[{index}]", holder)
                if found:
                    return found
            return ""
        if is_number(expected) and is_number(got) and expected == got:
            return ""
        if type(expected) is type(got) and expected == got:
            return ""
        return f"{path}: {brief(expected)} / {brief(got)}"


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def brief(value):
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 100 else text[:97] + "..."
