import { Button, Stack, Switch } from "@mantine/core";
import { ErrorState } from "@/components/ErrorState";
import { PageHeader } from "@/components/PageHeader";
import { TimeRange, useTimeRange } from "@/components/TimeRange";
import { Charts, ChartsLoading } from "./Charts";
import { NothingYet } from "./NothingYet";
import { Stats } from "./Stats";
import { useChoices, useFigures } from "./view";

/** How the application does: quality, errors, latency, traffic and what it costs. */
export function Overview() {
  const { search } = useTimeRange();
  const { score, isCompared, chooseScore, compare } = useChoices();
  const { now, before, zoom, openTraces } = useFigures(score, isCompared);
  const series = now.data;
  const isEmpty = series?.whole.traces === 0 && series.whole.spans === 0 && series.scores.length === 0;
  return (
    <>
      <PageHeader title="Overview">
        <Switch
          size="xs"
          label="Compare with the period before"
          checked={isCompared}
          onChange={(event) => compare(event.currentTarget.checked)}
        />
        <TimeRange />
      </PageHeader>
      {now.error && (
        <Stack mb="sm" align="stretch">
          <ErrorState error={now.error} onRetry={() => void now.refetch()} />
          {score !== undefined && (
            <Button variant="default" size="xs" w="fit-content" onClick={() => chooseScore(undefined)}>
              Show all of quality instead of {score}
            </Button>
          )}
        </Stack>
      )}
      {isEmpty && <NothingYet />}
      {!isEmpty && (series !== undefined || !now.error) && (
        <Stats series={series} before={before} search={search} score={score} />
      )}
      {series && !isEmpty && (
        <Charts view={{ series, before, zoom, openTraces }} search={search} score={score} onScore={chooseScore} />
      )}
      {!series && !now.error && <ChartsLoading />}
    </>
  );
}
