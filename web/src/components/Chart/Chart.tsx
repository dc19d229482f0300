import { Box } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { type Drawing } from "./options";
import { usePalette } from "./palette";
import { Tooltip } from "./Tooltip";
import { type Acts, usePlot } from "./usePlot";
import classes from "./Chart.module.css";

interface Given extends Acts {
  /** What is shown, in words. */
  label: string;
  drawing: Drawing;
  height: number;
  /** More about a step: of how many. */
  noteOf?: ((index: number) => string) | undefined;
  hint?: string | undefined;
}

/** Figures over time. Dragging across chooses a stretch, a click a step. */
export function Chart({ label, drawing, height, noteOf, hint, onZoom, onPick }: Given) {
  const colors = usePalette();
  const { ref, width } = useElementSize();
  const { host, hover } = usePlot(drawing, colors, width, height, { onZoom, onPick });
  return (
    <Box ref={ref} className={classes.chart} mih={height}>
      <div ref={host} role="img" aria-label={label} className={onPick ? classes.pickable : undefined} />
      {hover && hover.index < drawing.steps.starts.length && (
        <Tooltip drawing={drawing} colors={colors} hover={hover} width={width} note={noteOf?.(hover.index)} hint={hint} />
      )}
    </Box>
  );
}
