"""What the findings of real runs with one illness each must be, and those of their healthy twins;
what must hold of the insights of every log; and what the model of more and fewer executors says of
runs that had them. Its checks are part of ../check_golden.py, and by themselves:

usage: check_illness.py [FOLDER-OF-THE-PROGRAM] [--only TEXT] [--table]

--table prints what was promised and what was saved, and the errors of the model."""

import argparse
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE))

from cases import CASES, SCALING, SCALING_BOUND, STATES  # noqa: E402
from history_server import HistoryServer, program_in  # noqa: E402
from illness_logs import LOGS  # noqa: E402
from insight_properties import problem_of_insights  # noqa: E402
from tally import Tally  # noqa: E402

MEMBERS = {"ms": "recoverableMs", "coreMs": "recoverableCoreMs"}


def insights_of(server, app_id, attempt=None):
    name = f"{app_id}/{attempt}" if attempt else app_id
    answer = server.get(f"/api/dashboard/applications/{name}/insights")
    return answer["body"] if answer["status"] == 200 else None


def cost_of(case, insights):
    return insights["duration" if case.saves == "ms" else "coreTime"]


def promise_of(case, sick):
    """What the illness's findings promise, and what is saved no matter what is promised."""
    return sum(one[MEMBERS[case.saves]] for one in sick["findings"] if one["rule"] == case.rule)


def problem_of_illness(case, sick, healthy):
    if not sick or not healthy:
        return "its logs are not there"
    rules = [finding["rule"] for finding in sick["findings"]]
    others = [rule for rule in rules if rule not in case.also]
    if not others or others[0] != case.rule:
        return f"found {rules}, not {case.rule} first"
    if case.factor:
        promised = promise_of(case, sick)
        saved = cost_of(case, sick) - cost_of(case, healthy)
        if not saved / case.factor <= promised <= saved * case.factor:
            return f"promised {promised:.0f} {case.saves}, saved {saved:.0f} (factor {case.factor})"
    return ""


def problem_of_twin(case, healthy):
    if not healthy:
        return "its log is not there"
    wrong = [
        f"{finding['rule']} ({finding['severity']}): {finding['text']}"
        for finding in healthy["findings"]
        if finding["severity"] != "note" or finding["rule"] == case.rule
    ]
    return "; ".join(wrong)


def scaling_rows(server):
    """Executors, real ms, and what the run with the middle number says of it."""
    runs = {n: insights_of(server, f"illness-scaling-{n}-healthy") for n in SCALING}
    middle = SCALING[len(SCALING) // 2]
    for executors in SCALING:
        model = runs[middle]["scaling"]
        said = model["modelledMs"] if executors == middle else next(
            one["wallMs"] for one in model["cases"] if one.get("factor") == executors / middle
        )
        yield executors, runs[executors]["duration"], said


def scaling_checks(server, wanted):
    for executors, real, said in scaling_rows(server):
        name = f"what if: {executors} executors"
        if wanted(name):
            error = said / real - 1
            yield name, f"error {error:.3f}" if abs(error) > SCALING_BOUND else ""


def rule_checks(wanted):
    """The document has all rules (a unit test sees to that)."""
    document = (HERE.parents[2] / "docs/findings.md").read_text()
    found = {case.rule for case in CASES}
    for rule in re.findall(r"^### .* \(`([\w-]+)`\)$", document, re.MULTILINE):
        if wanted(f"illness for {rule}"):
            yield f"illness for {rule}", "" if rule in found else "no real run has it"


def illness_checks(program, wanted):
    yield from rule_checks(wanted)
    with HistoryServer(program, LOGS) as server:
        server.wait_until_read(len(list(LOGS.iterdir())), 60)
        for case in CASES:
            sick, healthy = (insights_of(server, case.app_id(state)) for state in STATES)
            if wanted(f"illness {case.name}"):
                yield f"illness {case.name}", problem_of_illness(case, sick, healthy)
            if wanted(f"healthy {case.name}"):
                yield f"healthy {case.name}", problem_of_twin(case, healthy)
        yield from scaling_checks(server, wanted)
        yield from property_checks(server, wanted)


def property_checks(server, wanted):
    """Of every application that the server has."""
    listed = server.get("/api/v1/applications")["body"]
    for application in listed:
        for attempt in application["attempts"]:
            app_id, number = application["id"], attempt.get("attemptId")
            name = f"insights of {app_id}" + (f" attempt {number}" if number else "")
            if wanted(name):
                yield name, problem_of_insights(server, app_id, number, attempt)


def print_tables(program):
    with HistoryServer(program, LOGS) as server:
        server.wait_until_read(len(list(LOGS.iterdir())), 60)
        for case in CASES:
            sick, healthy = (insights_of(server, case.app_id(state)) for state in STATES)
            if not sick or not healthy:
                print(f"{case.name}: no log")
                continue
            before, after = cost_of(case, sick), cost_of(case, healthy)
            print(
                f"{case.name}: {before:.0f} -> {after:.0f} {case.saves},"
                f" saved {before - after:.0f}, promised {promise_of(case, sick):.0f}"
            )
            for state, insights in (("sick", sick), ("healthy", healthy)):
                for one in insights["findings"]:
                    saves = f"{one['recoverableMs']:.0f} ms {one['recoverableCoreMs']:.0f} core ms"
                    print(f"    {state} {one['rule']} ({one['severity']}) {saves}: {one['text']}")
        for executors, real, said in scaling_rows(server):
            print(f"{executors} executors: {real:.0f} ms, said {said:.0f} ({said / real - 1:+.1%})")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = HERE.parents[2] / "build/bin"
    parser.add_argument("folder", nargs="?", default=default, help="default: build/bin")
    parser.add_argument("--only", default="", metavar="TEXT", help="cases whose name has TEXT")
    parser.add_argument("--table", action="store_true", help="print what was measured")
    options = parser.parse_args()
    program = program_in(options.folder)
    if options.table:
        return print_tables(program)
    tally = Tally(options.only)
    for name, problem in illness_checks(program, tally.wants):
        tally.add(name, problem)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
