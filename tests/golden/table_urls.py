"""What is asked of the tables of Spark's own pages."""

from urllib.parse import quote

# The columns of Spark's table of tasks.
TASK_COLUMNS = (
    "ID",
    "Index",
    "Attempt",
    "Status",
    "Locality Level",
    "Executor ID",
    "Host",
    "Logs",
    "Launch Time",
    "Duration",
    "Scheduler Delay",
    "Task Deserialization Time",
    "GC Time",
    "Result Serialization Time",
    "Getting Result Time",
    "Peak Execution Memory",
    "Accumulators",
    "Input Size / Records",
    "Output Size / Records",
    "Shuffle Read Fetch Wait Time",
    "Shuffle Read Size / Records",
    "Shuffle Remote Reads",
    "Shuffle Write Time",
    "Shuffle Write Size / Records",
    "Spill (Memory)",
    "Spill (Disk)",
    "Errors",
)
TASK_SEARCHES = (
    "success",
    "FAILED",
    "driver",
    "Process",
    "any",
    "false",
    "true",
    "d",
    "dd",
    "exception",
    "executor",
    "<b>",
    "no such text",
    "0 ms",
    "0.1 s",
    "1 s",
    " ms",
    " min",
    "0.0 B",
    "KiB",
    ".5 kib",
    "mib",
    "1",
    "12",
    "100",
    "2026/11",
    "/11/2",
    ":1",
    "nov",
    "50%",
    "a+b",
)

SQL_TABLE_TAILS = (
    ("",)
    + tuple(
        f"?draw=3&length=5&order[0][column]=1&columns[1][name]={column}&order[0][dir]={direction}"
        for column in ("id", "status", "description", "submissionTime", "duration", "bogus")
        for direction in ("asc", "desc")
    )
    + tuple(
        "?" + query
        for query in (
            "order[0][column]=1&order[0][dir]=ASC",
            "order%5B0%5D%5Bcolumn%5D=0&columns%5B0%5D%5Bname%5D=id&order%5B0%5D%5Bdir%5D=asc",
            "start=1&length=2",
            "start=-1&length=2",
            "start=2&length=0",
            "start=1&length=-1",
            "start=99",
            "draw=",
            "draw=x",
            "start=x",
            "length=99999999999",
            "groupSubExecution=false",
            "groupSubExecution=FALSE&start=1",
            "groupSubExecution=maybe",
            "groupSubExecution=",
            "status=failed",
            "status=COMPLETED&groupSubExecution=false",
            "status=running",
            "status=bogus",
            "status=",
            "search[value]=",
            "search[value]=COUNT",
            "search%255Bvalue%255D=%2563ount",
            "search[value]=fail",
            "search[value]=1",
            "search[value]=1&groupSubExecution=false",
            "search[value]=no%20such%20text",
            "search[value]=e&status=completed&length=3",
        )
    )
)


def task_table_tails(tasks):
    """Of a stage with that many tasks: sorted by every column, searched, and asked wrongly."""

    def table(column, direction, start=0, length=5, search="", count=tasks):
        return (
            f"/taskTable?numTasks={count}&start={start}&length={length}&search[value]="
            f"{quote(search)}&columnNameToSort={quote(column)}&order[0][dir]={direction}"
        )

    return (
        [table(column, way) for column in TASK_COLUMNS for way in ("asc", "desc")]
        + [table("Index", "asc", search=text) for text in TASK_SEARCHES]
        + [
            table("Duration", "desc", search="s", start=1, length=3),
            table("Duration", "asc", search="s", start=-1, length=3),
            table("ID", "asc", search="s", length=0),
            table("ID", "asc", search="s", length=-1),
            table("ID", "asc", search="s", count=2),
            table("ID", "desc", search="s", count=2),
            table("ID", "asc", search="s", count=0),
            table("Duration", "ASC", start=2, length=2),
            table("Duration", "bogus", start=-2, length=2, count="007"),
            table("lOgs", "asc"),
            table("id", "asc"),
            table("ID", "asc", length=0),
            table("ID", "asc", length="x"),
            table("ID", "asc", count="x"),
            table("ID", "asc", start=99),
            "/taskTable",
            f"/taskTable?numTasks={tasks}",
            f"/taskTable?numTasks={tasks}&columnNameToSort=ID",
            f"/taskTable?numTasks={tasks}&columnNameToSort=ID&search[value]=no%20such%20text",
            f"/taskTable?numTasks={tasks}&columnNameToSort=ID&search[value]=s",
            f"/taskTable?numTasks={tasks}&columnNameToSort=ID&start=0&length=2",
            f"/taskTable?numTasks={tasks}&columnNameToSort=Executor%2520ID&start=0&length=2",
        ]
    )
