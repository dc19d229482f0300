import uPlot from "uplot";
import { type Band, labelTimes, type Line, stack, type Steps, type Values } from "./drawing";
import { colorOf, type Palette } from "./palette";

/** What is drawn, and how. */
export interface Drawing {
  steps: Steps;
  lines: readonly Line[];
  band?: Band | undefined;
  /** Bars on top of each other instead of lines. */
  isStacked: boolean;
  format: (value: number) => string;
  /** Counts have no labels between whole numbers. */
  isWhole?: boolean | undefined;
  /** From where to where the axis goes at least. */
  range?: readonly [number, number] | undefined;
}

/** The lines of this period; those of the one before come after them. */
const linesOf = ({ lines }: Drawing) => lines.filter((line) => !line.isBefore);
const linesBefore = ({ lines }: Drawing) => lines.filter((line) => line.isBefore);

/** Heights in the order of the lines of this period, as they are drawn. */
export const heightsOf = (drawing: Drawing): Values[] =>
  drawing.isStacked ? stack(linesOf(drawing)) : linesOf(drawing).map((line) => line.values);

/** Columns for uPlot: middles of steps in seconds, the band, then the lines; the highest of a stack is drawn first. */
export function toData(drawing: Drawing): uPlot.AlignedData {
  const { steps, band, isStacked } = drawing;
  const middles = steps.starts.map((start) => (start + steps.lengthMs / 2) / 1000);
  const heights = heightsOf(drawing);
  const before = linesBefore(drawing).map((line) => line.values);
  const columns = [...(band ? [band.low, band.high] : []), ...(isStacked ? heights.reverse() : heights), ...before];
  return [middles, ...columns.map((values) => [...values])];
}

export function toOptions(drawing: Drawing, colors: Palette, width: number, height: number): uPlot.Options {
  const { band, isStacked, steps } = drawing;
  const drawn = isStacked ? linesOf(drawing).reverse() : linesOf(drawing);
  const edge = { points: { show: false }, width: 0 };
  const start = steps.starts[0] ?? 0;
  const end = (steps.starts.at(-1) ?? 0) + steps.lengthMs;
  return {
    width,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true, range: [start / 1000, end / 1000] },
      y: { range: (_, low, high) => toRange(low, high, drawing.range) },
    },
    axes: [toTimeAxis(colors), toValueAxis(colors, drawing)],
    series: [
      {},
      ...(band ? [edge, edge] : []),
      ...drawn.map((line) => (isStacked ? toBars(line, colors) : toLine(line, colors))),
      ...linesBefore(drawing).map((line) => toLine(line, colors)),
    ],
    bands: band ? [{ series: [2, 1], fill: fade(colors[band.hue], 0.16) }] : [],
    cursor: toCursor(),
    select: { show: true, left: 0, top: 0, width: 0, height: 0 },
  };
}

function toRange(low: number | null, high: number | null, least: Drawing["range"]): uPlot.Range.MinMax {
  const floor = Math.min(least?.[0] ?? 0, low ?? 0);
  const top = Math.max(least?.[1] ?? 0, high ?? 0);
  const isFixed = least !== undefined && top <= least[1];
  return [floor, isFixed ? top : top <= floor ? floor + 1 : floor + (top - floor) * 1.08];
}

const FONT = "11px ui-sans-serif, system-ui, sans-serif";

function toTimeAxis(colors: Palette): uPlot.Axis {
  return {
    stroke: colors.ink,
    font: FONT,
    size: 26,
    gap: 4,
    space: 64,
    grid: { show: false },
    ticks: { stroke: colors.grid, width: 1, size: 4 },
    values: (_, splits, __, ___, step) => labelTimes(splits, step),
  };
}

const WHOLE_STEPS = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

function toValueAxis(colors: Palette, { format, isWhole }: Drawing): uPlot.Axis {
  return {
    ...(isWhole && { incrs: WHOLE_STEPS }),
    stroke: colors.ink,
    font: FONT,
    size: 58,
    gap: 4,
    space: 36,
    grid: { stroke: colors.grid, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map(format),
  };
}

function toLine(line: Line, colors: Palette): uPlot.Series {
  const stroke = colorOf(colors, line);
  return line.isBefore
    ? { stroke: fade(stroke, 0.8), width: 1.25, dash: [3, 4], points: { show: false } }
    : { stroke, width: 2, points: { size: 5, fill: stroke } };
}

function toBars({ hue }: Line, colors: Palette): uPlot.Series {
  const bars = uPlot.paths.bars?.({ size: [0.82, 48], align: 0 });
  return { fill: colors[hue], stroke: colors[hue], width: 0, points: { show: false }, ...(bars && { paths: bars }) };
}

/** The same moment is marked in all charts of a page; what is done with the mouse stays in one. */
function toCursor(): uPlot.Cursor {
  return {
    y: false,
    points: { show: false },
    drag: { x: true, y: false, setScale: false, dist: 6 },
    sync: { key: "time", setSeries: false, filters: { pub: (type) => type === "mousemove" || type === "mouseleave" } },
    bind: { dblclick: () => null },
  };
}

/** A colour of six digits that lets so much of what is behind it through. */
function fade(color: string, opacity: number): string {
  return color + Math.round(opacity * 255).toString(16).padStart(2, "0");
}
