"""The URLs that are asked: below one application, one stage attempt, and of the listings."""

from urllib.parse import quote

API = "/api/v1"
APPLICATIONS = API + "/applications"

JOB_TAILS = (
    "/",
    "/999999",
    "/abc",
    "/-1",
    "/99999999999",
    "/0/x",
    "?status=running",
    "?status=Succeeded",
    "?status=failed",
    "?status=unknown",
    "?status=SUCCEEDED&status=failed",
    "?status=",
    "?status=bogus",
)
STAGE_TAILS = (
    "/",
    "?status=active",
    "?status=failed",
    "?status=pending",
    "?status=skipped",
    "?status=Complete&status=FAILED",
    "?status=",
    "?status=bogus",
    "?details=true",
    "?details=bogus",
    "?details=true&taskStatus=failed",
    "?details=true&taskStatus=killed&taskStatus=running",
    "?details=true&taskStatus=unknown",
    "?taskStatus=success",
    "?taskStatus=bogus",
    "?withSummaries=true",
    "?withSummaries=true&quantiles=0.35,0.9",
    "?quantiles=foo",
    "/999999",
    "/abc",
    "/-1",
    "/99999999999",
    "/999999/0",
    "/999999/0/taskSummary",
    "/999999/0/taskList",
    "/0/99",
    "/0/99/taskSummary",
    "/0/99/taskList",
    "/0/99/taskTable?numTasks=5&columnNameToSort=ID&start=0&length=5",
    "/0/99/taskTable?numTasks=5&columnNameToSort=ID&search[value]=s",
    "/0/abc",
    "/0/0/nosuch",
    "/0/0/",
)
STAGE_ATTEMPT_TAILS = (
    "",
    "?details=false",
    "?details=",
    "?withSummaries=true&details=false",
    "?taskStatus=failed",
    "/taskSummary",
    "/taskSummary?quantiles=0.01,0.5,0.99",
    "/taskList",
    "/taskList?length=2&offset=1",
    "/taskList?sortBy=-runtime&length=100",
    "/taskList?status=failed&status=killed",
)
FIRST_STAGE_TAILS = (
    tuple(
        "/taskList?" + query
        for query in (
            "sortBy=ID",
            "sortBy=INCREASING_RUNTIME&offset=2",
            "sortBy=decreasing_runtime&length=3",
            "sortBy=runtime",
            "sortBy=bogus",
            "sortBy=",
            "status=killed",
            "status=running",
            "status=unknown",
            "status=",
            "status=bogus",
            "status=SUCCESS&length=2&sortBy=-RUNTIME",
            "offset=100000",
            "offset=-1",
            "offset=abc",
            "offset=",
            "length=abc",
            "length=",
            "length=+3",
            "length=%2B3",
            "length=%2B-3",
            "length=%203",
            "length=99999999999",
            "length=0",
            "unknown=1",
        )
    )
    + tuple(
        "/taskSummary?quantiles=" + quantiles
        for quantiles in (
            "",
            "foo",
            "0.5",
            "0.5,0.5",
            "1,0,0.5",
            "2.0,-1.0",
            "NaN",
            "0.25,",
            ",0.25",
            "1e-1",
            "0.1f",
            "0.1d",
            "0x1p-1",
            "%200.75%20",
            "Infinity",
            "-Infinity,0.2",
            "1e400",
            "+0.5",
            "-0.0",
            ".5",
            "5.",
            "0.5;0.6",
        )
    )
    + (
        "?details=TRUE&taskStatus=success&taskStatus=killed",
        "?details=1",
        "?quantiles=0.5x&withSummaries=true",
        "?withSummaries=TRUE&quantiles=0,1",
    )
)

OTHER_TAILS = (
    "/environment",
    "/environment/",
    "/environment/x",
    "/allmiscellaneousprocess",
    "/storage",
    "/storage/rdd",
    "/storage/rdd/",
    "/storage/rdd/0",
    "/storage/rdd/999999",
    "/storage/rdd/abc",
    "/storage/rdd/99999999999",
    "/sql",
    "/sql/",
    "/sql?details=false",
    "/sql?details=bogus&planDescription=TRUE",
    "/sql?planDescription=false&offset=1&length=2",
    "/sql?offset=-1&length=2&details=false",
    "/sql?offset=1&length=0&details=false",
    "/sql?offset=99&length=5",
    "/sql?length=abc",
    "/sql?offset=abc",
    "/sql/999999",
    "/sql/abc",
    "/sql/-1",
    "/threads",
    "/threads?taskId=0",
    "/threads?taskId=x&executorId=driver",
    "/threads?taskId=0&executorId=driver",
    "/threads?taskId=0&executorId=x",
    "/executors/driver/threads",
    "/executors/1/threads",
    "/executors/x/threads",
    "/executors/1/x",
    "/streaming",
    "/streaming/statistics",
    "/streaming/receivers",
    "/streaming/receivers/1",
    "/streaming/receivers/abc",
    "/streaming/batches",
    "/streaming/batches?status=queued",
    "/streaming/batches?status=bogus",
    "/streaming/batches/1",
    "/streaming/batches/1/operations",
    "/streaming/batches/1/operations/1",
)


def listing_urls(applications):
    queries = [
        "status=completed",
        "status=running",
        "status=COMPLETED&status=Running",
        "status=",
        "status=bogus",
        "limit=0",
        "limit=2",
        "limit=-1",
        "limit=abc",
        "limit=",
        "limit=99999999999",
        "minDate=bogus",
        "minDate=2100-01-01",
        "maxDate=2015-13-45",
        "maxDate=",
        "minEndDate=bogus",
        "maxEndDate=bogus",
        "maxDate=2015-02-03T16:42:40.000CST",
        "status=running&maxEndDate=2015-01-01",
        "unknown=1",
        "status=completed&limit=3",
        "minDate=2010-1-1",
        "maxEndDate=1969-12-31",
        "minEndDate=1960-01-01",
    ]
    ended = [attempt for one in applications for attempt in one["attempts"] if attempt["completed"]]
    middle = sorted(ended, key=lambda attempt: attempt["startTimeEpoch"])[len(ended) // 2]
    for name, time in (
        ("minDate", middle["startTime"]),
        ("maxDate", middle["startTime"]),
        ("minEndDate", middle["endTime"]),
    ):
        queries += [f"{name}={quote(form)}" for form in date_forms(time) + later_date_forms(time)]
    # A running application ends before any later moment only until that has come.
    queries += [f"maxEndDate={quote(form)}" for form in date_forms(middle["endTime"])]
    queries.append(f"minDate={middle['startTime']}&maxEndDate={middle['endTime']}&limit=2")
    tails = [
        "/no-such-app",
        "/no-such-app/jobs",
        "/no-such-app/1/jobs",
        "/no-such-app/7",
        "/no-such-app/stages/0/0/taskList",
        "/no-such-app/executors",
        "/%3Cscript%3E",
        "/%3Cscript%3E/jobs",
        "/",
    ]
    return (
        [APPLICATIONS + "?" + query for query in queries]
        + [APPLICATIONS + tail for tail in tails]
        + [
            API,
            API + "/",
            API + "/version",
            API + "/version/x",
            API + "/foobar",
            "/api/v2/applications",
        ]
    )


def date_forms(time):
    """The same moment, or nearly, in the forms that Java's SimpleDateFormat reads."""
    day, clock = time[:10], time[11:23]
    hour = int(clock[:2])

    def local(hours, zone):
        return f"{day}T{hour + hours:02d}{clock[2:]}{zone}"  # hours beyond 23 roll over

    return [
        time,
        day,
        f"{day}T{clock}",
        f"{day}T{clock}Z",
        f"{day} {clock}GMT",
        local(0, "UTC"),
        local(0, "gmt"),
        local(1, "CET"),
        local(1, "GMT+1:00"),
        local(1, "GMT+01:00"),
        local(1, "+0100"),
        local(9, "JST"),
        local(24, "GMT-24"),
        f"{day}T{clock}IST",
        f"{day}T{clock}bogus",
        f"{day}T{clock[:8]}GMT",
        f"{day}T{clock}GMT trailing",
        f"{day}-x",
        f" {day}",
        f"{day}T{clock}America/New_York",
    ]


def later_date_forms(time):
    """The same for moments that are hours or weeks later."""
    day, clock = time[:10], time[11:23]
    return [
        f"{day}T{clock}PST",
        f"{day}T{clock}EST",
        f"{day}T{clock}-0800",
        f"{day[:8]}{int(day[8:]) + 31}",
    ]
