import { dateTime, dateTimeAfter, exactDateTime, parseSparkDate, relative, timeOfDay, timesOfDay } from "@/base/time";

const instant = Date.UTC(2026, 10, 21, 8, 25, 47, 123);

test.each([
  ["2026-11-21T08:25:47.123GMT", instant],
  ["1969-12-31T23:59:59.999GMT", undefined],
  ["nonsense", undefined],
  [undefined, undefined],
])("parseSparkDate(%s)", (text, expected) => expect(parseSparkDate(text)).toBe(expected));

test("instants are told in the reader's zone, which titles name", () => {
  expect(dateTime(instant, "Europe/Berlin")).toBe("2026-11-21 09:25:47");
  expect(timeOfDay(instant, "Asia/Tokyo")).toBe("17:25:47");
  expect(exactDateTime(instant, "Europe/Berlin")).toBe("2026-11-21 09:25:47.123 GMT+01:00");
});

test.each([
  [0, 1000, ["08:25:47", "08:25:48"]],
  [0, 500, ["08:25:47.123", "08:25:47.623"]],
])("marks at %i and %i ms of a clock are told apart", (first, second, texts) => {
  expect(timesOfDay([instant + first, instant + second], "UTC")).toEqual(texts);
});

test.each([
  [10, "just now"],
  [50, "1 min ago"],
  [300, "5 min ago"],
  [3 * 3600, "3 h ago"],
  [12 * 86400, "12 d ago"],
  [100 * 86400, "2026-11-21"],
  [-3600, "2026-11-21 08:25:47"],
])("%s seconds later it is %s", (seconds, text) => {
  expect(relative(instant, instant + seconds * 1000, "UTC")).toBe(text);
});

test.each([
  ["the same day", "2026-11-21T08:00:00Z", "08:25:47"],
  ["the day before", "2026-11-20T23:59:59Z", "2026-11-21 08:25:47"],
  ["nothing", undefined, "2026-11-21 08:25:47"],
])("a time beside one of %s", (_, since, told) => {
  const instant = Date.parse("2026-11-21T08:25:47Z");
  expect(dateTimeAfter(instant, parseSparkDate(since), "UTC")).toBe(told);
});
