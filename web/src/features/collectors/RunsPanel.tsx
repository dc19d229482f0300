import { Button, Group, NativeSelect, NumberInput, Paper, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isAtFields, toFieldErrors } from "@/api/fields";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { RunState } from "@/components/RunState";
import { formatCount } from "@/format/numbers";
import { formatMinute, formatTime } from "@/format/times";
import { type Collector, type CollectorRun, runsQuery, startRun } from "./collectors";
import { describeTally } from "./tally";
import { startOf, TIMES } from "./times";

/** A collector sent over what is stored already, and how far it has come. */
export function RunsPanel({ collector }: { collector: Collector }) {
  const runs = useQuery(runsQuery(collector.name));
  return (
    <Stack>
      <StartRun collector={collector} />
      {runs.isPending && <Loading rows={3} />}
      {runs.error && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.data?.length === 0 && (
        <EmptyState title="No runs yet" text="What arrives is collected as its scores do. A run collects from what came before; it does not count to the day’s limit." />
      )}
      {runs.data && runs.data.length > 0 && <RunTable runs={runs.data} />}
    </Stack>
  );
}

const LIMIT = 1000;

function StartRun({ collector }: { collector: Collector }) {
  const [hours, setHours] = useState("24");
  const [limit, setLimit] = useState<number | string>(LIMIT);
  const queries = useQueryClient();
  const starting = useMutation({
    mutationFn: () => startRun(collector.name, { from_time: startOf(hours), limit: limit === "" ? LIMIT : Number(limit) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["collector", collector.name, "runs"] }),
  });
  const errors = toFieldErrors(starting.error);
  return (
    <Paper withBorder p="md" component="section" aria-label="Send the collector over what is stored">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          starting.mutate();
        }}
      >
        <Stack gap="sm">
          <Group align="start">
            <NativeSelect size="xs" label="Traces of the" data={TIMES} value={hours} onChange={(event) => setHours(event.currentTarget.value)} />
            <NumberInput size="xs" label="At most so many items" min={1} clampBehavior="none" value={limit} error={errors.limit} onChange={setLimit} />
            <Button type="submit" size="xs" mt={22} loading={starting.isPending}>
              Collect now
            </Button>
          </Group>
          {starting.error && !isAtFields(errors, ["limit"]) && <ErrorState error={starting.error} title="The run could not be started" />}
        </Stack>
      </form>
    </Paper>
  );
}

function RunTable({ runs }: { runs: readonly CollectorRun[] }) {
  return (
    <Table.ScrollContainer minWidth={700}>
      <Table verticalSpacing="xs" aria-label="Runs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={165}>Begun</Table.Th>
            <Table.Th>Over</Table.Th>
            <Table.Th w={130}>State</Table.Th>
            <Table.Th ta="right">Collected</Table.Th>
            <Table.Th>What became of it</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <Table.Tr key={run.id}>
              <Table.Td className="tabular">{formatTime(run.created_at)}</Table.Td>
              <Table.Td className="tabular">
                {formatMinute(run.from_time)} to {formatMinute(run.to_time)}
              </Table.Td>
              <Table.Td>
                <RunState state={run.state} />
              </Table.Td>
              <Table.Td ta="right" className="tabular">
                {formatCount(run.tally.collected)}
              </Table.Td>
              <Table.Td>
                <Text size="sm" className="untrusted">
                  {run.error || describeTally(run.tally)}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
