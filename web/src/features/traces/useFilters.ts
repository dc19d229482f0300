import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { type Filters, parseFilters, toSearch } from "./filters";

/** What the address asks, and a way to ask something else. */
export function useFilters(): [Filters, (filters: Filters) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  // Addresses that ask the same make the same object, so that nothing is asked again.
  const key = JSON.stringify(parseFilters(search));
  const filters = useMemo(() => JSON.parse(key) as Filters, [key]);
  const setFilters = useCallback(
    (next: Filters) => void navigate({ to: ".", search: (had: object) => ({ ...had, ...toSearch(next) }), resetScroll: false }),
    [navigate],
  );
  return [filters, setFilters];
}
