import { useEffect, useEffectEvent, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { lineAt } from "./drawing";
import { type Drawing, heightsOf, toData, toOptions } from "./options";
import type { Palette } from "./palette";

export interface Acts {
  onZoom?: ((from: Date, to: Date) => void) | undefined;
  /** A step was clicked, and perhaps one of its lines. */
  onPick?: ((index: number, line: number | null) => void) | undefined;
}

/** Where the mouse is: over which step, and how far from the left. */
export interface Hover {
  index: number;
  left: number;
}

/** A plot in `host`, drawn anew when what it shows changes; and where the mouse is in it. */
export function usePlot(drawing: Drawing, colors: Palette, width: number, height: number, acts: Acts) {
  const host = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const zoom = useEffectEvent((from: number, to: number) => acts.onZoom?.(new Date(from * 1000), new Date(to * 1000)));
  const pick = useEffectEvent((plot: uPlot, top: number) => {
    const index = plot.cursor.idx;
    if (index === null || index === undefined) return;
    acts.onPick?.(index, lineAt(heightsOf(drawing), index, plot.posToVal(top, "y"), drawing.isStacked));
  });

  useEffect(() => {
    if (!host.current || width < 50) return;
    const options = toOptions(drawing, colors, width, height);
    const plot = new uPlot({ ...options, hooks: { setSelect: [select], setCursor: [follow] } }, toData(drawing), host.current);
    let isOver = false;
    let pressed = 0;
    plot.over.addEventListener("mouseenter", () => (isOver = true));
    plot.over.addEventListener("mouseleave", () => {
      isOver = false;
      setHover(null);
    });
    plot.over.addEventListener("mousedown", (event) => (pressed = event.clientX));
    plot.over.addEventListener("click", (event) => {
      if (Math.abs(event.clientX - pressed) < 6) pick(plot, event.offsetY);
    });
    function select(self: uPlot) {
      const { left, width: selected } = self.select;
      if (selected < 6) return;
      zoom(self.posToVal(left, "x"), self.posToVal(left + selected, "x"));
      self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    }
    function follow(self: uPlot) {
      const index = self.cursor.idx;
      if (!isOver || index === null || index === undefined) return;
      const left = self.valToPos(self.data[0][index] ?? 0, "x") + self.over.offsetLeft;
      setHover((had) => (had?.index === index && had.left === left ? had : { index, left }));
    }
    return () => plot.destroy();
  }, [drawing, colors, width, height]);

  return { host, hover };
}
