/** Which items of a comparison are looked at. */

import type { ItemComparison } from "./regression";

export const SHOWN = { changed: "Dropped", better: "Improved", flaky: "Flaky", all: "All" } as const;
export type Shown = keyof typeof SHOWN;

/** Whether an item is among those: dropped by so much that it warns or fails, improved by anything, flaky, or any. */
export function isShown(item: ItemComparison, shown: Shown): boolean {
  switch (shown) {
    case "changed":
      return item.status === "failed" || item.status === "warning" || item.absence !== null;
    case "better":
      return (item.score_diff ?? 0) > 0;
    case "flaky":
      return item.is_flaky;
    case "all":
      return true;
  }
}

export const countOf = (items: readonly ItemComparison[], shown: Shown): number => items.filter((item) => isShown(item, shown)).length;
