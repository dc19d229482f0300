import { Paper, Table, Text, Title } from "@mantine/core";
import type { RangeSearch } from "@/components/TimeRange";
import { formatCost, formatCount } from "@/format/numbers";
import type { Series } from "./series";
import { StepLink } from "./StepLink";

const ROWS_MAX = 10;

/** What each model was used for, dearest first. */
export function ModelsCard({ series: { models }, search }: { series: Series; search: RangeSearch }) {
  return (
    <Paper withBorder p="sm" h="100%" component="section" aria-label="Models">
      <Title order={2} size="h3" mb="xs">
        Models
      </Title>
      {models.length === 0 ? (
        <Text size="sm" c="dimmed">
          No calls of models in this time.
        </Text>
      ) : (
        <Table fz="sm" className="tabular" verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Model</Table.Th>
              {["Calls", "Tokens", "Cost"].map((name) => (
                <Table.Th key={name} scope="col" ta="right">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {models.slice(0, ROWS_MAX).map((use) => (
              <Table.Tr key={use.model}>
                <Table.Th scope="row" fw={400} className="untrusted">
                  <StepLink search={{ ...search, model: use.model }} text={use.model} />
                </Table.Th>
                <Table.Td ta="right">{formatCount(use.calls)}</Table.Td>
                <Table.Td ta="right">{formatCount(use.tokens)}</Table.Td>
                <Table.Td ta="right">{formatCost(use.cost_usd)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
