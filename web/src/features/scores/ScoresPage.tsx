import { Code } from "@mantine/core";
import { IconStar } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { TimeRange, useTimeRange } from "@/components/TimeRange";
import { Distribution } from "./Distribution";
import { namesQuery } from "./figures";
import { NameTable } from "./NameTable";
import { ScoreFilterBar } from "./ScoreFilterBar";
import { parseScoreFilters, scoresQuery } from "./scores";
import { ScoreTable } from "./ScoreTable";

/** The scores of a time: what there are, how the values of one lie, and each of them. */
export function ScoresPage() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const filters = useMemo(() => parseScoreFilters(search), [search]);
  const { from, to } = useTimeRange();
  const names = useQuery({ ...namesQuery({ from, to }), placeholderData: keepPreviousData });
  const scores = useInfiniteQuery({ ...scoresQuery(filters, { from, to }), placeholderData: keepPreviousData });
  const rows = scores.data?.pages.flatMap((page) => page.data) ?? [];
  const failed = scores.error ?? names.error;
  const chosen = names.data?.find(({ name, type }) => name === filters.name && (filters.type === "" || filters.type === type));
  return (
    <>
      <PageHeader title="Scores">
        <TimeRange />
      </PageHeader>
      <ScoreFilterBar filters={filters} names={names.data ?? []} />
      {failed && <ErrorState error={failed} onRetry={() => void Promise.all([scores.refetch(), names.refetch()])} />}
      {names.isPending && <Loading rows={4} />}
      {names.data?.length === 0 && rows.length === 0 && !scores.isPending && <NoScores />}
      {chosen ? (
        <Distribution of={chosen} filters={filters} bounds={{ from, to }} />
      ) : (
        names.data && names.data.length > 0 && <NameTable names={names.data} />
      )}
      {rows.length > 0 && (
        <ScoreTable
          scores={rows}
          isStale={scores.isPlaceholderData}
          hasMore={scores.hasNextPage}
          onMore={() => {
            if (scores.hasNextPage && !scores.isFetchingNextPage) void scores.fetchNextPage();
          }}
        />
      )}
      {rows.length === 0 && scores.isSuccess && names.data && names.data.length > 0 && (
        <EmptyState icon={IconStar} title="No score is like this" text="Take a filter away, or look at a longer time." />
      )}
    </>
  );
}

function NoScores() {
  return (
    <EmptyState
      icon={IconStar}
      title="No scores in this time"
      text={
        <>
          Send one with <Code>langfuse.create_score(trace_id=…, name="helpful", value=1)</Code>, add one to a trace on its page, or
          look at a longer time.
        </>
      }
    />
  );
}
