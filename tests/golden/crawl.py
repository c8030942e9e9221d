"""Asks Spark's history server, and keeps what matters of its answers."""

import http.client
import json
from urllib.parse import urlsplit

from table_urls import SQL_TABLE_TAILS, task_table_tails
from urls import (
    APPLICATIONS,
    FIRST_STAGE_TAILS,
    JOB_TAILS,
    OTHER_TAILS,
    STAGE_ATTEMPT_TAILS,
    STAGE_TAILS,
    listing_urls,
)


class Crawler:
    """Answers are recorded as {"url", "status", "type", "body"}; a JSON body as JSON."""

    def __init__(self, base):
        self.connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=120)
        self.records = {}

    def ask(self, url):
        self.connection.request("GET", url, headers={"Accept": "*/*"})
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        kind = (answer.getheader("Content-Type") or "").split(";")[0].strip().lower()
        body = text
        if answer.status == 200 and kind == "application/json":
            body = json.loads(text)
        elif kind == "text/html" or answer.status >= 500:
            body = ""  # only the status counts
        self.records.setdefault(
            url, {"url": url, "status": answer.status, "type": kind, "body": body}
        )
        return body

    def crawl(self, wanted=lambda name: True):
        """{file name: records}: one file for the listings, one for each application; those that
        are `wanted` by their names."""
        files = {}
        applications = self.ask(APPLICATIONS)
        for url in listing_urls(applications):
            self.ask(url)
        files["listings"] = self.take()
        for application in applications:
            if not wanted(application["id"]):
                continue
            base = f"{APPLICATIONS}/{application['id']}"
            attempts = [attempt.get("attemptId") for attempt in application["attempts"]]
            for tail in (
                "",
                "/",
                "/no-such-attempt",
                "/99",
                "/99/jobs",
                "/no-such/stages/0",
                "/nosuchresource/x/y",
            ):
                self.ask(base + tail)
            for attempt in attempts:
                self.crawl_attempt(base + (f"/{attempt}" if attempt else ""))
            if attempts != [None]:
                for tail in (
                    "/jobs",
                    "/stages",
                    "/stages/0/0",
                    "/executors",
                    "/allexecutors",
                    "/environment",
                    "/sql",
                    "/sql/0",
                    "/storage/rdd",
                    "/1",
                    "/2",
                ):
                    self.ask(base + tail)
            files[application["id"]] = self.take()
        return files

    def take(self):
        records, self.records = self.records, {}
        return [records[url] for url in sorted(records)]

    def crawl_attempt(self, base):
        jobs = self.ask(base + "/jobs")
        stages = self.ask(base + "/stages")
        for tail in ("/executors", "/allexecutors", "/executors/driver", "/nosuchresource"):
            self.ask(base + tail)
        for tail in OTHER_TAILS:
            self.ask(base + tail)
        for tail in SQL_TABLE_TAILS:
            self.ask(base + "/sql/sqlTable" + tail)
        for tail in JOB_TAILS:
            self.ask(base + "/jobs" + tail)
        for tail in STAGE_TAILS:
            self.ask(base + "/stages" + tail)
        if not jobs or not stages:  # a log that the server cannot serve
            self.ask(base + "/jobs/0")
            self.ask(base + "/stages/0/0/taskList")
            return
        for rdd in self.ask(base + "/storage/rdd"):
            self.ask(f"{base}/storage/rdd/{rdd['id']}")
        for execution in self.ask(base + "/sql"):
            self.ask(f"{base}/sql/{execution['id']}")
            self.ask(f"{base}/sql/{execution['id']}?details=false&planDescription=false")
        for job in jobs:
            self.ask(f"{base}/jobs/{job['jobId']}")
        for rank, stage in enumerate(chosen(stages)):
            one = f"{base}/stages/{stage['stageId']}"
            self.ask(f"{one}?details=false")
            one += f"/{stage['attemptId']}"
            for tail in STAGE_ATTEMPT_TAILS + (FIRST_STAGE_TAILS if rank == 0 else ()):
                self.ask(one + tail)
            for tail in task_table_tails(stage["numTasks"]) if rank == 0 else ():
                self.ask(one + tail)


def chosen(stages):
    """The stages that differ most from others: failed, killed, skipped, with attempts."""

    def interest(stage):
        return (
            stage["numFailedTasks"]
            + stage["numKilledTasks"]
            + 5 * stage["attemptId"]
            + 5 * (stage["status"] != "COMPLETE"),
            stage["numTasks"],
        )

    return sorted(stages, key=interest, reverse=True)[:3]
