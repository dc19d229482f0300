import { ActionIcon, Group, Paper, Text, Title, Tooltip } from "@mantine/core";
import { IconChartLine, IconTable } from "@tabler/icons-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { Chart } from "./Chart";
import classes from "./Chart.module.css";
import { ChartTable } from "./ChartTable";
import { colorOf, usePalette } from "./palette";
import { Swatch } from "./Swatch";

interface Given extends Omit<ComponentProps<typeof Chart>, "height"> {
  height?: number;
  title: string;
  /** Of how much, or what stands out. */
  aside?: ReactNode;
  /** Controls of this chart alone. */
  children?: ReactNode;
  linkTo?: ComponentProps<typeof ChartTable>["linkTo"];
  /** What stands in place of a chart that has nothing to show. */
  empty?: ReactNode;
}

/** A chart with its heading and legend, or the same as a table. */
export function ChartCard({ title, aside, children, linkTo, empty, height = 190, ...chart }: Given) {
  const [isTable, setIsTable] = useState(false);
  const other = isTable ? "Show as a chart" : "Show as a table";
  return (
    <Paper withBorder p="sm" component="section" aria-label={title} className={classes.card}>
      <Group justify="space-between" wrap="nowrap" gap="xs" mb={4} mih={30}>
        <Group gap="xs" align="baseline" wrap="nowrap" miw={0}>
          <Title order={2} size="h3">
            {title}
          </Title>
          <Text component="div" size="xs" c="dimmed" className="tabular" truncate>
            {aside}
          </Text>
        </Group>
        <Group gap={4} wrap="nowrap">
          {children}
          <Tooltip label={other}>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`${title}: ${other.toLowerCase()}`} aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
              {isTable ? <IconChartLine size={15} /> : <IconTable size={15} />}
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      {empty || <Legend drawing={chart.drawing} />}
      {empty || (isTable ? <ChartTable label={title} drawing={chart.drawing} height={height} linkTo={linkTo} /> : <Chart {...chart} height={height} />)}
    </Paper>
  );
}

function Legend({ drawing: { lines, band } }: Pick<Given, "drawing">) {
  const colors = usePalette();
  if (lines.length + (band ? 1 : 0) < 2) return null;
  return (
    <Group gap="sm" mb={4} className={classes.legend}>
      {lines.map((line) => (
        <Text key={line.label} size="xs" className={classes.entry}>
          <Swatch color={colorOf(colors, line)} isBefore={line.isBefore} />
          {line.label}
        </Text>
      ))}
      {band && (
        <Text size="xs" className={classes.entry}>
          <Swatch color={colors[band.hue]} isBand />
          {band.label}
        </Text>
      )}
    </Group>
  );
}
