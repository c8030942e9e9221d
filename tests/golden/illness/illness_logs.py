"""The logs of the illnesses: cleaned, one zstd frame each."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from log_files import Zstd, clean, joined, read_lines  # noqa: E402

LOGS = Path(__file__).resolve().parent / "logs"


def without_repetition(line):
    """A task's end without the accumulators that repeat its metrics."""
    if not line.startswith(b'{"Event":"SparkListenerTaskEnd"'):
        return line
    event = json.loads(line)
    info = event["Task Info"]
    info["Accumulables"] = [
        one
        for one in info["Accumulables"]
        if not one.get("Name", "").startswith("internal.metrics.")
    ]
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def path_of(app_id):
    return LOGS / f"{app_id}.zstd"


def store(log, app_id, replacements):
    """Keeps the event log `log` as that of `app_id`; says what became of it."""
    lines = [without_repetition(line) for line in clean(read_lines(log), app_id, replacements)]
    data = Zstd().frame(joined(lines), level=12)
    path_of(app_id).write_bytes(data)
    stamps = [json.loads(line).get("Timestamp", 0) for line in (lines[-1],)]
    start = next(
        json.loads(line)["Timestamp"]
        for line in lines
        if line.startswith(b'{"Event":"SparkListenerApplicationStart"')
    )
    seconds = (stamps[0] - start) / 1000
    return f"{app_id}: {seconds:.1f} s, {len(lines)} events, {len(data) / 1000:.0f} kB"
