import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** What stands in the address under a name, and a way to change it; empty text takes it out. */
export function useSearchText(name: string): [string, (text: string | null) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const set = useSearchChange();
  const held = search[name];
  const change = useCallback((text: string | null) => set({ [name]: text || undefined }), [set, name]);
  return [typeof held === "string" ? held : "", change];
}

/** Changes several parts of the address at once; `undefined` takes one out. */
export function useSearchChange(): (changes: Record<string, string | undefined>) => void {
  const navigate = useNavigate();
  return useCallback(
    (changes) => void navigate({ to: ".", search: (had: object) => ({ ...had, ...changes }), replace: true, resetScroll: false }),
    [navigate],
  );
}
