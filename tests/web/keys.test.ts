import { commandOf, goLetters } from "@/base/keys";
import { panStep, steppedRange } from "@/base/pan_keys";
import { globalSections, sections } from "@/base/route";

const press = (key: string, held: object = {}) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false },
  ...held,
});

test.each([
  ["?", "help"],
  ["/", "filter"],
  ["j", "row"],
  ["k", "row"],
  ["[", "sibling"],
  ["]", "sibling"],
  ["g", "go"],
  ["x", undefined],
])("%s means %s, and nothing while somebody types", (key, act) => {
  expect(commandOf(press(key), false, false)?.act).toBe(act);
  expect(commandOf(press(key), true, false)).toBeUndefined();
  expect(commandOf(press(key, { altKey: true }), false, false)).toBeUndefined();
});

test.each([{ ctrlKey: true }, { metaKey: true }])("the palette opens anywhere: %j", (held) => {
  expect(commandOf(press("k", held), false, false)).toEqual({ act: "palette" });
  expect(commandOf(press("K", held), true, true)).toEqual({ act: "palette" });
});

test("after g a letter leads to each page", () => {
  expect(commandOf(press("j"), false, true)).toEqual({ act: "open", page: "jobs" });
  expect(commandOf(press("a"), false, true)).toEqual({ act: "open", page: "applications" });
  expect(commandOf(press("z"), false, true)).toBeUndefined();
  const reached = Object.values(goLetters);
  const all = [...globalSections, ...sections];
  expect(all.filter((section) => !reached.includes(section))).toEqual([]);
});

test.each([
  ["w", { zoom: 1.5 }],
  ["S", { zoom: 1 / 1.5 }],
  ["a", { pan: -0.2 }],
  ["d", { pan: 0.2 }],
  ["+", { zoom: 1.5 }],
  ["=", { zoom: 1.5 }],
  ["-", { zoom: 1 / 1.5 }],
  ["x", undefined],
])("%s moves what is seen by %j", (key, step) => {
  expect(panStep(press(key))).toEqual(step);
  expect(panStep(press(key, { metaKey: true }))).toBeUndefined();
});

test.each([
  [[0, 100], { zoom: 2 }, undefined, [25, 75]],
  [[0, 100], { zoom: 2 }, 0, [0, 50]],
  [[0, 100], { zoom: 2 }, 100, [50, 100]],
  [[25, 75], { zoom: 0.5 }, undefined, undefined],
  [[0, 100], { pan: 0.2 }, undefined, undefined],
  [[20, 60], { pan: 0.2 }, undefined, [28, 68]],
  [[5, 45], { pan: -0.2 }, undefined, [0, 40]],
  [[55, 95], { pan: 0.2 }, undefined, [60, 100]],
  [[40, 55], { zoom: 2 }, 40, [40, 50]],
  [[50, 50], { zoom: 1.5 }, 50, [50, 60]],
] as const)("of 0 to 100, %j after %j at %s is %j", (seen, step, at, expected) => {
  expect(steppedRange(seen, [0, 100], step, at)).toEqual(expected);
});
