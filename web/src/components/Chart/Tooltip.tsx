import { Paper, Text } from "@mantine/core";
import classes from "./Chart.module.css";
import { describeStep } from "./drawing";
import type { Drawing } from "./options";
import { colorOf, type Palette } from "./palette";
import { Swatch } from "./Swatch";
import type { Hover } from "./usePlot";

interface Given {
  drawing: Drawing;
  colors: Palette;
  hover: Hover;
  width: number;
  note?: string | undefined;
  hint?: string | undefined;
}

/** The figures of the step under the mouse. */
export function Tooltip({ drawing, colors, hover, width, note, hint }: Given) {
  const { lines, band, format, steps } = drawing;
  const low = band?.low[hover.index];
  const high = band?.high[hover.index];
  const side = hover.left > width / 2 ? { right: width - hover.left + 12 } : { left: hover.left + 12 };
  return (
    <Paper shadow="md" withBorder className={classes.tooltip} style={side} aria-hidden>
      <Text size="xs" fw={600} className="tabular">
        {describeStep(steps, hover.index)}
      </Text>
      {lines.map((line) => (
        <Row
          key={line.label}
          color={colorOf(colors, line)}
          isBefore={line.isBefore}
          label={line.label}
          value={toText(line.values[hover.index], format)}
        />
      ))}
      {band && typeof low === "number" && typeof high === "number" && (
        <Row color={colors[band.hue]} isBand label={band.label} value={`${format(low)} to ${format(high)}`} />
      )}
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
      {hint && (
        <Text size="xs" c="dimmed" mt={2}>
          {hint}
        </Text>
      )}
    </Paper>
  );
}

const toText = (value: number | null | undefined, format: (value: number) => string) =>
  value === null || value === undefined ? "–" : format(value);

function Row(given: { color: string; label: string; value: string; isBefore?: boolean | undefined; isBand?: boolean }) {
  return (
    <div className={classes.row}>
      <Swatch color={given.color} isBefore={given.isBefore} isBand={given.isBand} />
      <Text size="xs" className={classes.name}>
        {given.label}
      </Text>
      <Text size="xs" fw={600} className="tabular">
        {given.value}
      </Text>
    </div>
  );
}
