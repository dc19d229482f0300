import { Table, Text, Title } from "@mantine/core";
import { formatCount } from "@/format/numbers";
import classes from "./Confusion.module.css";
import type { Calibration } from "./judges";

/** How often the judge said one thing where people said another; the darker, the more often. */
export function Confusion({ confusion }: { confusion: Calibration["confusion"] }) {
  const { categories, counts } = confusion;
  const most = Math.max(1, ...counts.flat());
  return (
    <section aria-label="Where they differ">
      <Title order={2} mb="xs">
        Where they differ
      </Title>
      <Table withTableBorder withColumnBorders className={classes.table} aria-label="Confusion">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Text size="xs" c="dimmed">
                Judge ↓ People →
              </Text>
            </Table.Th>
            {categories.map((category) => (
              <Table.Th key={category} ta="right">
                <bdi>{category}</bdi>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {categories.map((category, row) => (
            <Table.Tr key={category}>
              <Table.Th scope="row">
                <bdi>{category}</bdi>
              </Table.Th>
              {(counts[row] ?? []).map((count, column) => (
                <Table.Td
                  key={column}
                  ta="right"
                  className={classes.cell}
                  data-agrees={row === column || undefined}
                  style={{ "--share": `${Math.round((60 * count) / most)}%` }}
                >
                  {formatCount(count)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
