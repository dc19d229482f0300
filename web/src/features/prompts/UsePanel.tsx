import { Group, Stack, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { TimeRange, useTimeRange } from "@/components/TimeRange";
import { CallTable } from "./CallTable";
import { callsQueryOf, scoresQueryOf, useQueryOf } from "./use";
import { UseTable } from "./UseTable";

/** Where a prompt is used: how its versions do, and the newest calls of this one. */
export function UsePanel({ name, version }: { name: string; version: number }) {
  const bounds = useTimeRange();
  const between = { from: bounds.from, to: bounds.to };
  const uses = useQuery({ ...useQueryOf(name, between), placeholderData: keepPreviousData });
  const scores = useQuery({ ...scoresQueryOf(name, between), placeholderData: keepPreviousData });
  const calls = useQuery({ ...callsQueryOf(name, version, between), placeholderData: keepPreviousData });
  const failed = [uses, scores, calls].find((query) => query.error);
  return (
    <Stack>
      <Group justify="end">
        <TimeRange />
      </Group>
      {failed?.error && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {uses.isPending && <Loading rows={4} />}
      {uses.data?.length === 0 && (
        <EmptyState
          title="Not used in this time"
          text="A call shows here when its generation is linked with the prompt: pass the prompt to the generation in your SDK. Or look at a longer time."
        />
      )}
      {uses.data && uses.data.length > 0 && (
        <>
          <Title order={3}>Versions</Title>
          <UseTable uses={uses.data} scores={scores.data ?? []} chosen={version} />
          <Title order={3}>Newest calls of version {version}</Title>
          {calls.data && <CallTable calls={calls.data} />}
        </>
      )}
    </Stack>
  );
}
