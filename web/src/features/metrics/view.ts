import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { before, between, useTimeRange } from "@/components/TimeRange";
import { type TraceSearch } from "./links";
import { type Series, seriesQuery } from "./series";

/** What every chart of the page has: the figures, those before, and what acts on them do. */
export interface View {
  series: Series;
  before: Series | undefined;
  zoom: (from: Date, to: Date) => void;
  openTraces: (search: TraceSearch) => void;
}

/** What the address says beside the time: the score to look at, and whether to compare. */
export function useChoices() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = (changes: Record<string, string | undefined>) =>
    void navigate({ to: ".", replace: true, search: (had: object) => ({ ...had, ...changes }) });
  return {
    score: typeof search.score === "string" ? search.score : undefined,
    isCompared: search.compare !== "no",
    chooseScore: (score: string | undefined) => change({ score }),
    compare: (wanted: boolean) => change({ compare: wanted ? undefined : "no" }),
  };
}

/** The figures of the time that the address names, and of the same length before. */
export function useFigures(score: string | undefined, isCompared: boolean) {
  const { from, to, setRange } = useTimeRange();
  const navigate = useNavigate();
  const now = useQuery(seriesQuery({ from, to }, score));
  // One after the other: together, both would be there later than the first is alone.
  const isHere = now.isSuccess && !now.isPlaceholderData;
  const then = useQuery({ ...seriesQuery(before({ from, to }), score), enabled: isCompared && isHere });
  return {
    now,
    before: isCompared && !then.isPlaceholderData ? then.data : undefined,
    zoom: (start: Date, end: Date) => setRange(between(start, end)),
    openTraces: (search: TraceSearch) => void navigate({ to: "/traces", search }),
  };
}
