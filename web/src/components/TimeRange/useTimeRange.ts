import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { readNow, subscribeNow } from "./now";
import { parseRange, type Range, type RangeSearch, toBounds, toRangeSearch } from "./range";

export interface TimeRangeState {
  from: Date;
  to: Date;
  /** As the address says it; what a link to another page of the same time carries. */
  search: RangeSearch;
  range: Range;
  setRange: (range: Range) => void;
}

/** The stretch of time that the address names. `from` and `to` stay the same until they are changed or refreshed. */
export function useTimeRange(): TimeRangeState {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const { range: name, from, to } = search;
  const navigate = useNavigate();
  const now = useSyncExternalStore(subscribeNow, readNow);
  const range = useMemo(() => parseRange({ range: name, from, to }), [name, from, to]);
  const setRange = useCallback(
    (chosen: Range) =>
      void navigate({ to: ".", search: (had: object) => ({ ...had, ...toRangeSearch(chosen), cursor: undefined }) }),
    [navigate],
  );
  return useMemo(
    () => ({ ...toBounds(range, now), search: toRangeSearch(range), range, setRange }),
    [range, now, setRange],
  );
}
