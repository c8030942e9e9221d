"""The description of an API that the server serves (OpenAPI 3.1) against what the server answers."""

import json
import re
from collections import Counter
from urllib.parse import quote

import jsonschema_rs
from openapi_spec_validator import OpenAPIV31SpecValidator

BASE = "/api/v1"
# With stages, executors, SQL and a failed task; what stands for the parameters of a path.
EXAMPLE = {
    "appId": "local-1700000000001",
    "jobId": "0",
    "stageId": "0",
    "stageAttemptId": "0",
    "executionId": "0",
}
# What nothing was recorded of, because Spark's API has it not or the comparison leaves it out.
OWN_TAILS = (
    "",
    "/allexecutors",
    "/executors",
    "/sql?numericMetrics=true",
    "/sql/sqlTable?length=0",
    "/stages?details=true&withSummaries=true",
    "/storage/rdd",
    "/streaming-queries",
)


class Operation:
    """What the description says of a path."""

    def __init__(self, base, path, item, resolve, components):
        self.base = base
        self.path = path
        get = item["get"]
        self.parameters = [resolve(one) for one in item.get("parameters", []) + get["parameters"]]
        self.responses = {code: resolve(one) for code, one in get["responses"].items()}
        numbers = {one["name"] for one in self.parameters if one["schema"].get("type") == "integer"}
        self.pattern = re.compile(
            re.sub(
                r"\\{(\w+)\\}",
                lambda found: r"\d+" if found[1] in numbers else "[^/]+",
                re.escape(path),
            )
            + "/?"
        )
        content = self.responses.get("200", {}).get("content", {}).get("application/json")
        self.validator = content and jsonschema_rs.Draft202012Validator(
            {**content["schema"], "components": components}
        )
        self.is_list = "X-Total-Count" in self.responses.get("200", {}).get("headers", {})

    def url(self):
        """An address of it, or nothing where the example has none."""
        names = re.findall(r"{(\w+)}", self.path)
        has_more = any(one["in"] == "query" and one.get("required") for one in self.parameters)
        if has_more or not EXAMPLE.keys() >= set(names):
            return ""
        return self.base + self.path.format(**EXAMPLE)

    def words(self):
        """Its parameters that take only certain words, with them."""
        for one in self.parameters:
            schema = one["schema"].get("items", one["schema"])
            if "enum" in schema:
                yield one["name"], schema["enum"]


class ApiDescription:
    def __init__(self, document):
        self.document = document
        self.base = document["servers"][0]["url"]
        self.operations = [
            Operation(self.base, path, item, self.resolve, document["components"])
            for path, item in document["paths"].items()
        ]
        # Where several paths fit, the one with a word there is meant, not the one with a parameter.
        self.operations.sort(key=lambda one: [part[0] == "{" for part in one.path.split("/")[1:]])
        self.seen = Counter()

    def resolve(self, part):
        if "$ref" not in part:
            return part
        found = self.document
        for name in part["$ref"].split("/")[1:]:
            found = found[name]
        return found

    def operation(self, url):
        path = url.split("?")[0].removeprefix(self.base)
        return next((one for one in self.operations if one.pattern.fullmatch(path)), None)

    def problem(self, answer):
        """What the description does not say of an answer; empty when it says all."""
        status = str(answer["status"])
        operation = self.operation(answer["url"])
        if not operation:
            return "answered, but not described" if status == "200" else ""
        response = operation.responses.get(status)
        if not response or answer["type"] not in response.get("content", {}):
            return f"{operation.path} does not describe {status} as {answer['type']}"
        if status != "200" or not operation.validator:
            return ""
        self.seen[operation.path] += 1
        error = next(operation.validator.iter_errors(answer["body"]), None)
        if not error:
            return ""
        place = "".join(f"[{part!r}]" for part in error.instance_path)
        return f"not as {operation.path} is described: {place} {error.message[:200]}"


def check_document(description):
    errors = OpenAPIV31SpecValidator(description.document).iter_errors()
    return "; ".join(str(error.message) for error in errors)[:500]


def own_urls(server):
    yield f"{BASE}/openapi.json"
    for application in server.get(f"{BASE}/applications?fields=id,attempts.attemptId")["body"]:
        for attempt in application["attempts"]:
            app = f"{BASE}/applications/{quote(application['id'], safe='')}"
            app += f"/{attempt['attemptId']}" if attempt else ""
            yield from (app + tail for tail in OWN_TAILS)
            for query in server.get(f"{app}/streaming-queries")["body"]:
                yield f"{app}/streaming-queries/{query['runId']}"
            for rdd in server.get(f"{app}/storage/rdd")["body"]:
                yield f"{app}/storage/rdd/{rdd['id']}"


def check_words(server, operation):
    """Every word that is described is understood, and no other."""
    url = operation.url()
    for name, words in operation.words():
        for word in words:
            status = server.get(f"{url}?{name}={word}")["status"]
            if status != 200:
                return f"{name}={word}: status {status}"
        refusal = server.get(f"{url}?{name}=no-such-word")
        if refusal["status"] not in (400, 404):
            return f"{name}=no-such-word: status {refusal['status']}"
        if refusal["status"] == 400:
            keys = refusal["body"].split(" downwards:")[1].split()
            if sorted(keys + ["-" + key for key in keys]) != sorted(words):
                return f"{name} takes {' '.join(keys)}"
    return ""


def check_count(server, operation):
    """Whether an answer tells how many there are, as described."""
    _, headers, _ = server.fetch(operation.url())
    return "" if ("X-Total-Count" in headers) == operation.is_list else "X-Total-Count"


def check_seen(description):
    """A route counts as seen in one of its two forms."""
    seen = {path.replace("/{attemptId}/", "/") for path in description.seen}
    described = (one.path for one in description.operations if one.validator)
    missing = [path for path in described if path.replace("/{attemptId}/", "/") not in seen]
    return f"no answer was checked of {missing}" if missing else ""


def openapi_checks(server, description, wanted):
    """To be run after the recorded answers, which are checked one by one."""
    if wanted("openapi: document"):
        yield "openapi: document", check_document(description)
    for url in own_urls(server):
        if wanted(f"openapi: {url}"):
            yield f"openapi: {url}", description.problem(server.get(url))
    for operation in description.operations:
        for subject, check in (("words", check_words), ("count", check_count)):
            name = f"openapi: {subject} of {operation.path}"
            if operation.validator and operation.url() and wanted(name):
                yield name, check(server, operation)
    if wanted(""):
        yield "openapi: all routes", check_seen(description)


def served_description(server, base=BASE):
    status, headers, data = server.fetch(f"{base}/openapi.json")
    if status != 200 or headers["Content-Type"] != "application/json":
        raise ValueError(f"openapi.json: status {status}, {headers['Content-Type']}")
    return ApiDescription(json.loads(data))
