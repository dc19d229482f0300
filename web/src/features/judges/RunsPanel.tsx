import { Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { RunState } from "@/components/RunState";
import { TextLink } from "@/components/TextLink";
import { formatCount, formatDuration } from "@/format/numbers";
import { formatMinute, formatTime } from "@/format/times";
import { type Judge, type JudgeRun, runsQuery } from "./judges";
import { StartRun } from "./StartRun";

/** A judge sent over what is stored already, and how far it has come. */
export function RunsPanel({ judge }: { judge: Judge }) {
  const runs = useQuery(runsQuery(judge.name));
  return (
    <Stack>
      <StartRun judge={judge} />
      {runs.isPending && <Loading rows={3} />}
      {runs.error && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.data?.length === 0 && (
        <EmptyState
          title="No runs yet"
          text="What arrives is judged as it comes. Send the judge over what came before, or over a dataset; what has its score already is skipped."
        />
      )}
      {runs.data && runs.data.length > 0 && <RunTable runs={runs.data} />}
    </Stack>
  );
}

function RunTable({ runs }: { runs: readonly JudgeRun[] }) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="xs" aria-label="Runs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Over</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th ta="right">Scored</Table.Th>
            <Table.Th ta="right">Nothing to judge</Table.Th>
            <Table.Th ta="right">Had a score</Table.Th>
            <Table.Th ta="right">Failed</Table.Th>
            <Table.Th>Begun</Table.Th>
            <Table.Th>Took</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <Row key={run.id} run={run} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ run }: { run: JudgeRun }) {
  const { tally, created_at: begun, finished_at: ended } = run;
  const counts = [tally.scored, tally.not_applicable, tally.skipped, tally.failed];
  return (
    <Table.Tr>
      <Table.Td>
        <Over run={run} />
      </Table.Td>
      <Table.Td>
        <RunState state={run.state} />
        {run.error && (
          <Text size="xs" className="untrusted">
            {run.error}
          </Text>
        )}
      </Table.Td>
      {counts.map((count, index) => (
        <Table.Td key={index} ta="right" className="tabular">
          {formatCount(count)}
        </Table.Td>
      ))}
      <Table.Td className="tabular">{formatTime(begun)}</Table.Td>
      <Table.Td className="tabular">{ended === null ? "–" : formatDuration(Date.parse(ended) - Date.parse(begun))}</Table.Td>
    </Table.Tr>
  );
}

function Over({ run }: { run: JudgeRun }) {
  const again = run.again && ", again";
  if (run.dataset !== null) {
    return (
      <>
        <TextLink to="/datasets/$datasetName" params={{ datasetName: run.dataset }} className="untrusted">
          {run.dataset}
        </TextLink>
        {run.run_name !== null && <bdi>, {run.run_name}</bdi>}
        {again}
      </>
    );
  }
  return (
    <span className="tabular">
      {run.from_time && formatMinute(run.from_time)} to {run.to_time && formatMinute(run.to_time)}
      {again}
    </span>
  );
}
