"""The logs of tests/golden/logs, made from the cleaned logs of the applications in apps/."""

import json

from log_files import Zstd, is_event, joined, with_app, write_rolling

LINE = b'{"Event":"Spark'


def with_unknown_parts(lines):
    """Events of another vendor, unknown fields, an event of nobody: all of it must be skipped."""
    changed = []
    for number, line in enumerate(lines):
        if number % 9 == 4:
            changed.append(
                b'{"Event":"com.example.VendorEvent","payload":{"Job ID":0,"list":[1,{"x":null}]}}'
            )
        if is_event(line, "SparkListenerJobStart"):
            line = line[:-1] + b',"Unknown Field":{"Stage Infos":[1,"two"]},"Another":null}'
        if is_event(line, "SparkListenerTaskEnd"):
            line = line.replace(b'"Task Info":{', b'"Task Info":{"Unknown":[[],{}],', 1)
        changed.append(line)
    changed.insert(3, b'{"Event":""}')
    return changed


def with_broken_line(lines):
    """A line in the middle that was cut; answers the lines and the number of that line, from 1."""
    middle = next(
        i for i in range(len(lines) // 2, len(lines)) if is_event(lines[i], "SparkListenerTaskEnd")
    )
    return lines[:middle] + [lines[middle][:200]] + lines[middle + 1 :], middle + 1


def with_accumulators_and_speculation(lines):
    """User accumulators, which Python programs cannot make, a speculative task, another pool."""
    changed = []
    for line in lines:
        event = json.loads(line)
        kind = event["Event"]
        if (
            kind in ("SparkListenerTaskStart", "SparkListenerTaskEnd")
            and event["Task Info"]["Index"] == 2
        ):
            event["Task Info"]["Speculative"] = True
        if kind == "SparkListenerTaskEnd":
            task = event["Task Info"]["Task ID"]
            event["Task Info"]["Accumulables"] += accumulables(task, task * 10)
        if kind == "SparkListenerStageCompleted":
            event["Stage Info"]["Accumulables"] += accumulables(None, 77)
        if kind == "SparkListenerStageSubmitted":
            event.setdefault("Properties", {})["spark.scheduler.pool"] = "pool <1>"
        changed.append(json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode())
    return changed


def accumulables(update, value):
    names = ["rows <b>read</b>", "bad 'rows'", "\u4e16\u754c"] + [f"counter {i}" for i in range(14)]
    made = []
    for number, name in enumerate(names):
        one = {"ID": 1000 + number * 31, "Name": name}
        if update is not None:
            one["Update"] = str(update + number)
        made.append(
            one | {"Value": str(value + number), "Internal": False, "Count Failed Values": False}
        )
    return made


def write_all(apps, folder):
    """`apps`: the cleaned lines of each application. Answers what check_own.py needs."""
    zstd = Zstd().log

    def single(name, data):
        (folder / name).write_bytes(data)

    etl, groups, killed = apps["etl"], apps["groups"], apps["killed"]
    thirds = [
        etl[: len(etl) // 3],
        etl[len(etl) // 3 : 2 * len(etl) // 3],
        etl[2 * len(etl) // 3 :],
    ]
    write_rolling(
        folder / "eventlog_v2_local-1700000000001", "local-1700000000001", thirds, zstd, ".zstd"
    )
    single("local-1700000000002.zstd", zstd(apps["failures"]))
    single("local-1700000000003", joined(groups))
    single("app-20240101000000-0004.zstd", zstd(apps["loss"]))
    write_rolling(
        folder / "eventlog_v2_local-1700000000005",
        "local-1700000000005",
        [killed[: len(killed) // 2], killed[len(killed) // 2 :]],
        zstd,
        ".zstd",
        in_progress=True,
    )

    torn = joined(with_app(groups, "local-1700000000006"))
    cut = torn.rindex(LINE, 0, len(torn) * 3 // 5) + 150
    single("local-1700000000006.inprogress", torn[:cut])
    packed = zstd(with_app(apps["failures"], "local-1700000000007"))
    single("local-1700000000007.zstd.inprogress", packed[: len(packed) * 2 // 3])
    single(
        "local-1700000000008.zstd",
        zstd(with_app(with_unknown_parts(apps["failures"]), "local-1700000000008")),
    )
    broken, line = with_broken_line(with_app(groups, "local-1700000000009"))
    single("local-1700000000009.zstd", zstd(broken))
    application = "application_1700000000010_0001"
    single(f"{application}_1.zstd", zstd(with_app(killed, application, "1", "retried", -3_600_000)))
    single(f"{application}_2.zstd", zstd(with_app(apps["failures"], application, "2", "retried")))
    changed = with_accumulators_and_speculation(groups)
    single("local-1700000000011.zstd", zstd(with_app(changed, "local-1700000000011")))
    single("local-1700000000012.zstd", b"")  # empty: not listed
    no_start = [one for one in groups if not is_event(one, "SparkListenerApplicationStart")]
    single("local-1700000000013.zstd", zstd(no_start))  # no application in it: not listed
    return {
        "broken": {
            "application": "local-1700000000009",
            "file": "local-1700000000009.zstd",
            "line": line,
        }
    }


LISTED = 11  # of the applications in what write_all() writes
