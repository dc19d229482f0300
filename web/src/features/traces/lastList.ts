import type { Search } from "@/app/router";

let last: Search = {};

/** Keep what the list asked when it was last shown, for the way back to it. */
export function rememberList(search: Search): void {
  last = search;
}

export const recallList = (): Search => last;
