import { Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useMemo } from "react";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { useTimeRange } from "@/components/TimeRange";
import { VirtualTable } from "@/components/VirtualTable";
import { formatCount } from "@/format/numbers";
import { COLUMNS } from "./columns";
import type { Filters } from "./filters";
import { NoTraces } from "./NoTraces";
import { LIVE_ROWS, liveQuery, searchQuery, type TraceRow } from "./search";

interface Props {
  filters: Filters;
  columnIds: readonly string[];
  isLive: boolean;
  onClear: () => void;
}

/** The traces that answer every question, as many as somebody scrolls to. */
export function TracesTable({ filters, columnIds, isLive, onClear }: Props) {
  const { from, to } = useTimeRange();
  const navigate = useNavigate();
  const listed = useInfiniteQuery({ ...searchQuery({ filters, from, to }), enabled: !isLive });
  const live = useQuery(liveQuery({ filters, from }, isLive));
  const rows = useMemo(
    () => (isLive ? (live.data?.traces ?? []) : (listed.data?.pages.flatMap((page) => page.traces) ?? [])),
    [isLive, live.data, listed.data],
  );
  const { hasNextPage, isFetching, fetchNextPage } = listed;
  const isWhole = !hasNextPage && !isLive;
  const columns = useMemo(() => toColumns(columnIds, isWhole), [columnIds, isWhole]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching && !isLive) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage, isLive]);
  const open = (trace: TraceRow, inNewTab: boolean) => {
    if (inNewTab) window.open(`/traces/${encodeURIComponent(trace.id)}`, "_blank", "noopener");
    else void navigate({ to: "/traces/$traceId", params: { traceId: trace.id } });
  };

  const asked = isLive ? live : listed;
  if (asked.isError) return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} title="Traces could not be searched" />;
  if (asked.isPending) return <Loading rows={14} />;
  if (rows.length === 0) return <NoTraces filters={filters} isLive={isLive} onClear={onClear} />;
  return (
    <VirtualTable
      label="Traces"
      rows={rows}
      columns={columns}
      rowKey={toKey}
      onOpen={open}
      onEndReached={more}
      isStale={asked.isPlaceholderData}
      footer={<Text size="xs">{describeEnd(rows.length, isLive, hasNextPage)}</Text>}
    />
  );
}

/** A list can be sorted once all of it is here: before that, its slowest trace may be one that is not. */
const toColumns = (ids: readonly string[], isWhole: boolean) =>
  COLUMNS.filter(({ id }) => ids.includes(id)).map(({ sortBy, ...column }) => (isWhole && sortBy ? { ...column, sortBy } : column));

const toKey = (trace: TraceRow) => trace.id;

function describeEnd(count: number, isLive: boolean, hasMore: boolean): ReactNode {
  if (isLive) return `The newest ${formatCount(Math.min(count, LIVE_ROWS))}, looked for every two seconds.`;
  return hasMore ? `${formatCount(count)} so far; more are on their way.` : `${formatCount(count)} ${count === 1 ? "trace" : "traces"}, and that is all.`;
}
