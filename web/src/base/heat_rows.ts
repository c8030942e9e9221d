/** A heat map of rows over time: who did how much when. Knows no drawing. */
export interface HeatRow {
  key: string;
  label: string;
  /** Percent of each bin; negative: it was not there. */
  cells: readonly number[];
}

export interface HeatFrame {
  /** Where the cells begin and how far they reach, in pixels. */
  left: number;
  width: number;
  rowHeight: number;
}

export interface Cell {
  row: number;
  bin: number;
}

/** Cells beside each other that look the same are drawn as one. */
export interface HeatRun {
  from: number;
  /** First bin after it. */
  to: number;
  /** 0 to `shades` - 1. */
  shade: number;
}

export const shades = 21;

export function shadeOf(percent: number): number {
  return Math.round((Math.min(100, percent) / 100) * (shades - 1));
}

export function runsOf(cells: readonly number[]): HeatRun[] {
  const runs: HeatRun[] = [];
  for (const [bin, percent] of cells.entries()) {
    if (percent < 0) continue;
    const shade = shadeOf(percent);
    const last = runs.at(-1);
    if (last && last.to === bin && last.shade === shade) last.to = bin + 1;
    else runs.push({ from: bin, to: bin + 1, shade });
  }
  return runs;
}

/** The cell at a place of the drawing, the nearest one beyond its sides. */
export function cellAt(x: number, y: number, frame: HeatFrame, rows: number, bins: number): Cell {
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, Math.floor(value)));
  return {
    row: clamp(y / frame.rowHeight, rows - 1),
    bin: clamp(((x - frame.left) / Math.max(1, frame.width)) * bins, bins - 1),
  };
}

/** Where the arrow keys lead; undefined: the key means nothing here. */
export function moved(key: string, { row, bin }: Cell, rows: number, bins: number): Cell | undefined {
  const to = (toRow: number, toBin: number): Cell => ({
    row: Math.min(rows - 1, Math.max(0, toRow)),
    bin: Math.min(bins - 1, Math.max(0, toBin)),
  });
  const moves: Readonly<Record<string, Cell>> = {
    ArrowUp: to(row - 1, bin),
    ArrowDown: to(row + 1, bin),
    ArrowLeft: to(row, bin - 1),
    ArrowRight: to(row, bin + 1),
    Home: to(row, 0),
    End: to(row, bins - 1),
  };
  return moves[key];
}
