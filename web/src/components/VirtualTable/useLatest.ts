import { useCallback, useEffect, useRef } from "react";

/** A function that stays the same and calls the latest one that was given, for rows that are rendered once. */
export function useLatest<Given extends unknown[]>(act: ((...given: Given) => void) | undefined): (...given: Given) => void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  return useCallback((...given: Given) => latest.current?.(...given), []);
}
