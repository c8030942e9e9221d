"""Event logs as lists of lines: cleaned of the machine that wrote them, changed, stored as by
Spark."""

import ctypes
import ctypes.util
import json
import re

# Events after which Spark flushes the log; with zstd each flush closes a frame.
UNFLUSHED = re.compile(
    rb'\{"Event":"SparkListener(StageSubmitted|Task\w+|EnvironmentUpdate|ExecutorMetricsUpdate)"'
)
KEPT_SYSTEM_PROPERTIES = ("file.encoding", "java.version", "os.name", "user.name", "user.timezone")


def is_event(line, name):
    return line.startswith(b'{"Event":"' + name.encode() + b'"')


def read_lines(path):
    """Complete lines only: what follows the last newline of a killed application is left out."""
    return path.read_bytes().split(b"\n")[:-1]


def short_environment(line):
    """The environment event without this machine's paths and without Hadoop's thousand defaults."""
    event = json.loads(line)
    event["JVM Information"]["Java Home"] = "/opt/java"
    hadoop = event["Hadoop Properties"]
    event["Hadoop Properties"] = {
        key: hadoop[key] for key in sorted(hadoop) if key.startswith("io.")
    }
    system = event["System Properties"]
    event["System Properties"] = {
        key: system[key] for key in KEPT_SYSTEM_PROPERTIES if key in system
    }
    event["Classpath Entries"] = dict(sorted(event["Classpath Entries"].items())[:3])
    for key in ("spark.driver.extraJavaOptions", "spark.executor.extraJavaOptions"):
        event["Spark Properties"].pop(key, None)
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def clean(lines, app_id, replacements):
    """The lines with `app_id` as the application's id and each path of `replacements` replaced."""
    text = b"\n".join(
        short_environment(line) if b'"SparkListenerEnvironmentUpdate"' in line[:60] else line
        for line in lines
    )
    old_id = re.search(rb'"App ID":"([^"]*)"', text).group(1)
    text = text.replace(old_id, app_id.encode())
    for path, name in sorted(replacements.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(path.encode(), name.encode())
    return text.split(b"\n")


def with_app(lines, app_id, attempt=None, name=None, shift=0):
    """The same application under another id and name, as one of its attempts, `shift` ms later."""
    changed = []
    for line in lines:
        if line.startswith(b'{"Event":"SparkListenerApplicationStart"'):
            event = json.loads(line)
            event["App ID"] = app_id
            event["App Name"] = name or event["App Name"]
            event["Timestamp"] += shift
            if attempt is not None:
                event["App Attempt ID"] = attempt
            line = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        elif line.startswith(b'{"Event":"SparkListenerApplicationEnd"'):
            event = json.loads(line)
            event["Timestamp"] += shift
            line = json.dumps(event, separators=(",", ":")).encode()
        changed.append(line)
    return changed


def joined(lines):
    return b"".join(line + b"\n" for line in lines)


class Zstd:
    """libzstd, which this standard library has not."""

    def __init__(self):
        self.library = ctypes.CDLL(ctypes.util.find_library("zstd") or "libzstd.so.1")
        size = ctypes.c_size_t
        self.library.ZSTD_compressBound.argtypes, self.library.ZSTD_compressBound.restype = [
            size
        ], size
        self.library.ZSTD_compress.argtypes = [
            ctypes.c_char_p,
            size,
            ctypes.c_char_p,
            size,
            ctypes.c_int,
        ]
        self.library.ZSTD_compress.restype = size
        self.library.ZSTD_findFrameCompressedSize.argtypes = [ctypes.c_char_p, size]
        self.library.ZSTD_findFrameCompressedSize.restype = size
        self.library.ZSTD_getFrameContentSize.argtypes = [ctypes.c_char_p, size]
        self.library.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
        self.library.ZSTD_decompress.argtypes = self.library.ZSTD_compress.argtypes[:4]
        self.library.ZSTD_decompress.restype = size

    def frame(self, data, level=1):
        room = self.library.ZSTD_compressBound(len(data))
        target = ctypes.create_string_buffer(room)
        length = self.library.ZSTD_compress(target, room, data, len(data), level)
        if length > room:
            raise RuntimeError("libzstd failed")
        return target.raw[:length]

    def plain(self, data):
        """What frame() made frames of."""
        texts = []
        while data:
            length = self.library.ZSTD_findFrameCompressedSize(data, len(data))
            room = self.library.ZSTD_getFrameContentSize(data, len(data))
            if length > len(data) or room > 1 << 30:
                raise RuntimeError("no frame of zstd with its size")
            target = ctypes.create_string_buffer(room)
            if self.library.ZSTD_decompress(target, room, data, length) != room:
                raise RuntimeError("libzstd failed")
            texts.append(target.raw)
            data = data[length:]
        return b"".join(texts)

    def log(self, lines):
        """One frame up to each flushed event, as Spark's writer makes them."""
        frames, pending = [], []
        for line in lines:
            pending.append(line)
            if not UNFLUSHED.match(line):
                frames.append(self.frame(joined(pending)))
                pending = []
        if pending:
            frames.append(self.frame(joined(pending)))
        return b"".join(frames)


def write_rolling(folder, base, parts, pack, suffix, in_progress=False):
    """A rolling log of one file for each part; file 1 is complete, and so on."""
    folder.mkdir()
    for index, part in enumerate(parts, 1):
        (folder / f"events_{index}_{base}{suffix}").write_bytes(pack(part))
    (folder / f"appstatus_{base}{'.inprogress' if in_progress else ''}").write_bytes(b"")
