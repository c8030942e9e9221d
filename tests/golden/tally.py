"""What all checks of answers count and know."""


def running(applications):
    return {
        application["id"]
        for application in applications
        if not all(attempt["completed"] for attempt in application["attempts"])
    }


class Tally:
    def __init__(self, only):
        self.passed = self.failed = 0
        self.only = only

    def wants(self, name):
        return self.only in name

    def add(self, name, problem):
        if problem:
            self.failed += 1
            print(f"FAILED {name}: {problem}", flush=True)
        else:
            self.passed += 1
