import uPlot from "uplot";
import { type ChartSpec, isStacked } from "../base/series";
import { ticks } from "../base/ticks";
import { dateTime, timesOfDay } from "../base/time";
import { plotLeft, plotRight } from "./plot_sides";

export interface ChartDrawing {
  width: number;
  height: number;
  spec: ChartSpec;
  times: readonly number[];
  /** Of each series, the topmost of a stack first. */
  colours: readonly string[];
  ink: string;
  line: string;
  onpoint: (index: number | undefined, x: number) => void;
  onselect: (from: number, to: number) => void;
  /** The value at the top of the plot, and where in the chart the plot stands, in pixels. */
  onscale: (most: number, top: number, height: number) => void;
}

const font = "11px system-ui, sans-serif";
const day = 86_400_000;
/** Charts of one page point at the same batch. */
const sync = "time-charts";

export function chartOptions(drawing: ChartDrawing): uPlot.Options {
  const { width, height, spec, times, colours, ink, line } = drawing;
  const days = (times.at(-1) ?? 0) - (times[0] ?? 0) > 2 * day;
  const axis = { stroke: ink, font, ticks: { stroke: line }, grid: { stroke: line, width: 1 } };
  const names = spec.series.map((one) => one.label);
  const order = isStacked(spec) ? names.toReversed() : names;
  const bars = uPlot.paths.bars?.({ size: [0.8, 40], align: 0 });
  const paths = spec.kind === "area" ? uPlot.paths.stepped?.({ align: 1 }) : bars;
  const lonely = times.length < 60;
  // So that a chart of nothing has an axis.
  const least = spec.kind === "area" ? 1 : 4;
  return {
    width,
    height,
    ms: 1,
    legend: { show: false },
    padding: [8, plotRight, 0, 0],
    cursor: {
      y: false,
      sync: { key: sync },
      drag: { x: true, y: false, setScale: false },
      points: { show: spec.kind === "lines" },
    },
    scales: {
      x: { time: true },
      y: { range: (_plot, _least, most) => [0, Math.max(most || 0, least) * 1.05] },
    },
    axes: [
      {
        ...axis,
        size: 32,
        space: 80,
        values: (plot, splits) => {
          const texts = days ? splits.map((value) => dateTime(value)) : timesOfDay(splits);
          // The plot has no size yet when it is first asked.
          const { min = 0, max = 0 } = plot.scales["x"] ?? {};
          const room = width - plotLeft(width) - plotRight;
          const place = (value: number) => ((value - min) / Math.max(1, max - min)) * room;
          const last = room + plotRight - (days ? 55 : 24);
          // What would be cut at the edge is left out.
          return texts.map((text, at) => (place(splits[at] ?? 0) > last ? "" : text));
        },
      },
      {
        ...axis,
        size: plotLeft(width),
        splits: (_plot, _axis, _from, to) => ticks(0, to, 4, spec.unit),
        values: (_plot, splits) => splits.map((value) => spec.format(value)),
      },
    ],
    series: [
      {},
      ...order.map((name, index): uPlot.Series => {
        const stroke = colours[index] ?? ink;
        if (spec.kind === "lines") {
          return { label: name, stroke, width: 2, points: { show: lonely, size: 6, fill: stroke } };
        }
        return {
          label: name,
          stroke,
          fill: stroke,
          width: 0,
          points: { show: false },
          ...(paths && { paths }),
        };
      }),
    ],
    hooks: {
      draw: [
        (plot) =>
          drawing.onscale(plot.scales["y"]?.max ?? 0, plot.over.offsetTop, plot.over.clientHeight),
      ],
      setCursor: [
        (plot) =>
          drawing.onpoint(
            plot.cursor.idx ?? undefined,
            (plot.cursor.left ?? 0) + plot.over.offsetLeft,
          ),
      ],
      setSelect: [
        (plot) => {
          if (plot.select.width < 6) return;
          const at = (x: number) => Math.round(plot.posToVal(x, "x"));
          const from = at(plot.select.left);
          const to = at(plot.select.left + plot.select.width);
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          drawing.onselect(from, to);
        },
      ],
    },
  };
}
