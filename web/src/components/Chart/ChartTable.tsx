import { ScrollArea, Table } from "@mantine/core";
import type { ReactNode } from "react";
import { describeStep } from "./drawing";
import type { Drawing } from "./options";

interface Given {
  label: string;
  drawing: Drawing;
  height: number;
  /** A step's time as a link to what it counts. */
  linkTo?: ((index: number, text: string) => ReactNode) | undefined;
}

/** The same figures for those who read rather than look; every step leads where a click on it leads. */
export function ChartTable({ label, drawing, height, linkTo }: Given) {
  const { steps, lines, band, format } = drawing;
  const show = (value: number | null | undefined) => (typeof value === "number" ? format(value) : "–");
  return (
    <ScrollArea.Autosize mah={height} type="auto" viewportProps={{ tabIndex: 0, role: "region", "aria-label": `${label}, as a table` }}>
      <Table striped withRowBorders={false} fz="xs" className="tabular" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Time</Table.Th>
            {lines.map((line) => (
              <Table.Th key={line.label} scope="col">
                {line.label}
              </Table.Th>
            ))}
            {band && <Table.Th scope="col">{band.label}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steps.starts.map((start, i) => (
            <Table.Tr key={start}>
              <Table.Th scope="row" fw={400}>
                {linkTo ? linkTo(i, describeStep(steps, i)) : describeStep(steps, i)}
              </Table.Th>
              {lines.map((line) => (
                <Table.Td key={line.label}>{show(line.values[i])}</Table.Td>
              ))}
              {band && <Table.Td>{`${show(band.low[i])} to ${show(band.high[i])}`}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
