import type { Grid } from "../../base/grid";
import type { HeatRow } from "../../base/heat_rows";
import type { LaneBar, LanePicture, Span } from "../../base/lanes";
import { start } from "./samples";

/** Made-up pictures for the gallery; the same every time. */
const columns = 60;
const rows = 24;

export const grid: Grid = {
  x: {
    scale: "linear",
    edges: Array.from({ length: columns + 1 }, (_, index) => start + index * 2000),
  },
  y: { scale: "log", edges: Array.from({ length: rows + 1 }, (_, index) => 10 * 1.5 ** index) },
  counts: Array.from({ length: columns * rows }, (_, cell) => {
    const [column, row] = [Math.floor(cell / rows), cell % rows];
    const middle = 9 + 4 * Math.sin(column / 9);
    return Math.round(900 * Math.exp(-(((row - middle) / 2.2) ** 2)));
  }),
  failedCells: [30 * rows + 20, 31 * rows + 21],
  failedCounts: [1, 3],
};

export const heatRows: HeatRow[] = Array.from({ length: 6 }, (_, row) => ({
  key: String(row),
  label: `Row ${row}`,
  cells: Array.from({ length: 80 }, (_, bin) =>
    bin < row * 8 || (row === 2 && bin > 60)
      ? -1
      : Math.round(50 + 50 * Math.sin(bin / (4 + row))),
  ),
}));

export const kinds = [
  { label: "Waiting", hint: "Nothing happens", series: 8, time: 120_000 },
  { label: "Computing", series: 3, time: 940_000 },
  { label: "Collecting garbage", series: 7, time: 60_000 },
  { label: "Never seen", series: 5, time: 0 },
];

export const all: Span = [start, start + 120_000];
const slots = 3;

const barCount = 60;
const bars: readonly LaneBar[] = Array.from({ length: barCount }, (_, index) => ({
  lane: Math.floor((index * 3) / barCount),
  slot: index % slots,
  start: start + Math.floor((index % 20) / slots) * 17_000,
  parts: [900 + (index % 5) * 300, 8000 + (index % 7) * 900, (index % 4) * 400],
  bad: index % 17 === 5,
}));

export const fewBars: LanePicture = {
  ...{ from: all[0], to: all[1], columns: 1, rows: 1 },
  lanes: ["1", "2", "a-host.with.a.very.long.name.example.org"].map((name) => ({ name, slots })),
  bars,
};

const width = 200;
const high = 4;
export const manyBars: LanePicture = {
  ...{ from: all[0], to: all[1], columns: width, rows: high },
  lanes: Array.from({ length: 16 }, (_, lane) => ({
    name: String(lane + 1),
    slots: 4,
    ...(lane % 5 === 1 && { marks: [20, 21 + lane * 4] }),
    pixels: Array.from({ length: width * high }, (__, at) => {
      const [row, column] = [Math.floor(at / width), at % width];
      if (column > width * (0.55 + 0.028 * lane) || row > 3 * Math.sin((column + lane * 9) / 40) ** 2)
        return ".";
      return row === 0 && column % 40 < 4 ? "a" : row === 2 && (column + lane) % 31 < 5 ? "c" : "b";
    }).join(""),
  })),
};
