import { type FleetGroup, type FleetSums, fleetPath, fleetView } from "@/api/fleet";
import {
  dayBins,
  findingsOf,
  fleetFigures,
  groupHref,
  groupKey,
  groupName,
  memoryText,
  moneyText,
  priceQuery,
  runsBehind,
} from "@/pages/fleet/fleet_rows";

const prices = { coreHour: 0.04, memoryGiBHour: 0.005, currency: "EUR" };
const sums: FleetSums = {
  ...{ runs: 4, failed: 1, unread: 2, coreHours: 100, memoryGiBHours: 400, cost: 6 },
  ...{ wasteCoreHours: 25, wasteCost: 1.5, recoverableCoreHours: 0, recoverableCost: 0 },
  findings: { critical: 1, warning: 2 },
};
const day = Date.UTC(2026, 10, 21);
const ofDay: FleetGroup = { ...sums, from: day, to: day + 86_399_999 };

function group(value: string): FleetGroup {
  return { ...sums, value };
}

test("the server is asked for what the address says", () => {
  const view = fleetView({
    ...{ by: "job", user: "ada", from: "1000", to: "no time" },
    ...{ coreHour: "0.5", memoryGiBHour: "much", currency: "EUR" },
  });
  expect(fleetPath(view)).toBe(
    "api/dashboard/fleet?groupBy=job&limit=1000&from=1000&user=ada&coreHour=0.5&currency=EUR",
  );
  expect(fleetView({ by: "nonsense" }).groupBy).toBe("user");
});

test.each([
  ["coreHour", " 0.5 ", { coreHour: "0.5" }],
  ["coreHour", "0,5", { coreHour: "0.5" }],
  ["coreHour", "-1", { coreHour: "" }],
  ["memoryGiBHour", "much", { memoryGiBHour: "" }],
  ["currency", " USD ", { currency: "USD" }],
] as const)("the price %s becomes %j in the address: %j", (key, text, query) => {
  expect(priceQuery(key, text)).toEqual(query);
});

test("amounts", () => {
  expect(moneyText(6, prices)).toBe("6.00 EUR");
  expect(moneyText(12_345.6, prices)).toBe("12,346 EUR");
  expect(moneyText(0.001, prices)).toBe("< 0.01 EUR");
  expect([0, 0.001, 0.25, 12.34, 4000].map(memoryText)).toEqual([
    ...["0 GiB-h", "< 0.01 GiB-h", "0.25 GiB-h", "12.3 GiB-h", "4,000 GiB-h"],
  ]);
  expect(findingsOf(sums)).toBe(3);
});

test.each([
  [{ by: "user" }, group("ada"), "#/?user=ada"],
  [{ by: "user" }, group("a,b"), "#/?user=a%252Cb"],
  [{ by: "user" }, group(""), "#/?user=%25"],
  [{ by: "rule", from: "5" }, group("gc-pressure"), "#/?from=5&rule=gc-pressure"],
  [{ by: "day", user: "ada" }, ofDay, `#/?user=ada&from=${day}&to=${day + 86_399_999}`],
])("%j: the runs behind a group are %s", (query, one, href) => {
  expect(runsBehind(fleetView(query), one)).toBe(href);
});

test("a job leads to its page, a day is a date", () => {
  expect(groupHref(fleetView({ by: "job" }), group("a b"))).toBe("#/job/a%20b");
  expect(groupHref(fleetView({ by: "user" }), group("ada"))).toBe("#/?user=ada");
  expect(groupName(group("gc-pressure"), { "gc-pressure": "GC pressure" })).toBe(
    "GC pressure",
  );
  expect(groupName(group("constructor"), {})).toBe("constructor");
  expect([groupName(ofDay), groupName(group("")), groupKey(ofDay)]).toEqual([
    ...["2026-11-21", "none", String(day)],
  ]);
});

test("every sum leads to its runs", () => {
  const figures = fleetFigures(fleetView({ user: "ada" }), sums, prices);
  const found = "#/?user=ada&severity=critical%2Cwarning%2Cnote&sort=-findings";
  expect(figures.map(({ href }) => href)).toEqual([
    ...["#/?user=ada", "#/?user=ada&status=failed%2Clost", "#/?user=ada&sort=-cores"],
    ...["#/?user=ada", "#/?user=ada&sort=-cores", "#/?user=ada&sort=-waste", found, found],
  ]);
  expect(figures.find(({ label }) => label === "Waste")?.note).toBe(
    "25 core-h (25 %) held without a task",
  );
});

test("days without a run have a place among the others; years are told in few bars", () => {
  const one = (at: number) => ({ from: day + at * 86_400_000, runs: at + 1, failed: at });
  expect(dayBins([one(0), one(2)])).toEqual({
    bins: { from: day, width: 86_400_000, counts: [1, 0, 3] },
    failed: [0, 0, 2],
  });
  const years = dayBins([one(0), one(1), one(2), one(480)]);
  expect([years.bins.width, years.bins.counts.length]).toEqual([3 * 86_400_000, 161]);
  expect([years.bins.counts[0], years.failed[0]]).toEqual([6, 3]);
});
