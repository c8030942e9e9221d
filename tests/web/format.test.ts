import { bytes, count, duration, exactBytes, factor, percent, plural } from "@/base/format";

test.each([
  [undefined, ""],
  [0, "0 B"],
  [1, "1 B"],
  [1023, "1023 B"],
  [1024, "1 KiB"],
  [1536, "1.5 KiB"],
  [10_239, "10 KiB"],
  [104_857_600, "100 MiB"],
  [1_048_575, "1 MiB"],
  [1_288_490_189, "1.2 GiB"],
  [5 * 1024 ** 6, "5 EiB"],
  [-2048, "-2 KiB"],
])("bytes(%s) = %s", (value, text) => expect(bytes(value)).toBe(text));

test.each([
  [0, "0 ms"],
  [92, "92 ms"],
  [999, "999 ms"],
  [999.6, "1 s"],
  [1200, "1.2 s"],
  [59_949, "59.9 s"],
  [59_999, "1 m"],
  [200_000, "3 m 20 s"],
  [3_599_600, "1 h"],
  [5_400_000, "1 h 30 m"],
  [93_600_000, "1 d 2 h"],
  [-5, "0 ms"],
  [undefined, ""],
])("duration(%s) = %s", (value, text) => expect(duration(value)).toBe(text));

test.each([
  [0, "0 %"],
  [0.001, "< 1 %"],
  [0.4321, "43 %"],
  [0.999, "99 %"],
  [1, "100 %"],
  [Number.NaN, ""],
])("percent(%s) = %s", (value, text) => expect(percent(value)).toBe(text));

test.each([
  [3, "3x"],
  [3.46, "3.5x"],
  [12.04, "12x"],
])("factor(%s) = %s", (value, text) => expect(factor(value)).toBe(text));

test("counts are grouped and agree with their noun", () => {
  expect(count(1_234_567)).toBe("1,234,567");
  expect(plural(1, "task")).toBe("1 task");
  expect(plural(1000, "task")).toBe("1,000 tasks");
  expect(exactBytes(1536)).toBe("1,536 bytes");
});
