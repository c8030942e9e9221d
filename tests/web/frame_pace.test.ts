import { FramePace } from "@/base/frame_pace";

test("long frames are followed by smaller ones, and quick frames by larger ones", () => {
  const pace = new FramePace({ least: 2, most: 12 });
  let now = 1000;
  const after = (...gaps: number[]) => gaps.map((gap) => pace.next((now += gap)));
  expect(pace.count).toBe(7);
  expect(after(0, 80, 80, 80)).toEqual([7, 3, 2, 2]);
  expect(after(10_000)).toEqual([2]); // a pause says nothing
  expect(after(...Array(12).fill(16)).at(-1)).toBe(12);
  expect(after(30)).toEqual([12]);
});
