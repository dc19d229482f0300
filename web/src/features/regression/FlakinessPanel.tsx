import { Group, Stack, Table, Text } from "@mantine/core";
import { IconDice } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/EmptyState";
import { describeError } from "@/components/ErrorState";
import { Interval } from "@/components/Interval";
import { Loading } from "@/components/Loading";
import { TextLink } from "@/components/TextLink";
import { formatCount, formatNumber, formatScore } from "@/format/numbers";
import { DatasetChoice, useDatasetChoice } from "./DatasetChoice";
import { type Flakiness, flakinessQuery } from "./regression";

const LISTED_MAX = 200;

/** What a dataset's scores vary by without anybody's doing, and which items do. */
export function FlakinessPanel() {
  const { dataset, names, isKnown, choose } = useDatasetChoice();
  const found = useQuery({ ...flakinessQuery(dataset), enabled: dataset !== "" });
  const nothing = (
    <EmptyState
      icon={IconDice}
      title="Nothing is known yet"
      text={found.error ? describeError(found.error) : "Test a dataset more than once, or with repeats: then what its scores vary by shows here."}
    />
  );
  if (isKnown && dataset === "") return nothing;
  return (
    <Stack>
      <Group>
        <DatasetChoice dataset={dataset} names={names} onChoose={choose} />
      </Group>
      {found.isPending && <Loading rows={4} />}
      {found.error && nothing}
      {found.data && <Found flakiness={found.data} dataset={dataset} />}
    </Stack>
  );
}

function Found({ flakiness, dataset }: { flakiness: Flakiness; dataset: string }) {
  const { score_name: name, runs, items, spread, repeats_needed: repeats, flaky } = flakiness;
  const parts = [
    ["between items", spread.items],
    ["from run to run", spread.runs],
    ["by the judge", spread.judge],
  ] as const;
  return (
    <>
      <Text size="sm" className="untrusted">
        {name} of {formatCount(items)} items over {formatCount(runs)} {runs === 1 ? "test" : "tests"} varies{" "}
        {parts.map(([said, variance]) => `${said} by ${variance === null ? "an amount not known" : formatNumber(Math.sqrt(variance), 3)}`).join(", ")}{" "}
        (standard deviations).{" "}
        {repeats !== null && `Ask each item ${formatCount(repeats)} ${repeats === 1 ? "time" : "times"}, in both runs, so that an unchanged release passes the strict test in 4 of 5 cases.`}
      </Text>
      {flaky.length > LISTED_MAX && <Text size="sm">Of {formatCount(flaky.length)} flaky items, those that vary most:</Text>}
      {flaky.length === 0 ? (
        <Text size="sm" c="dimmed">
          No item disagrees with itself by so much that it would have failed.
        </Text>
      ) : (
        <FlakyTable flaky={flaky} dataset={dataset} />
      )}
    </>
  );
}

function FlakyTable({ flaky, dataset }: { flaky: Flakiness["flaky"]; dataset: string }) {
  const listed = flaky.slice(0, LISTED_MAX);
  const least = Math.min(0, ...listed.map(({ low }) => low));
  const most = Math.max(1, ...listed.map(({ high }) => high));
  return (
    <Table verticalSpacing={6} layout="fixed" aria-label="Flaky items">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Item</Table.Th>
          <Table.Th>From its lowest score to its highest</Table.Th>
          <Table.Th w={200}>Mean, lowest, highest</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {listed.map(({ item_id: id, mean, low, high }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <TextLink to="/datasets/$datasetName" params={{ datasetName: dataset }} search={{ item: id }} className="untrusted">
                {id}
              </TextLink>
            </Table.Td>
            <Table.Td>
              <Interval estimate={{ value: mean, low, high }} from={least} to={most} />
            </Table.Td>
            <Table.Td className="tabular">
              {formatScore(mean)}, {formatScore(low)}, {formatScore(high)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
