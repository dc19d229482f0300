import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: 20, PageUp: -20, End: Infinity, Home: -Infinity };

/** Which row has the focus, and the keys that move it. */
export function useRowKeys(count: number, scroller: RefObject<HTMLElement | null>, scrollTo: (index: number) => void) {
  const [activeIndex, setActiveIndex] = useState(-1);
  const isMoving = useRef(false);
  // Without an array, because the row may come into the page only after it was scrolled to.
  useEffect(() => {
    if (!isMoving.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`tr[data-index="${activeIndex}"]`);
    if (!row) return;
    isMoving.current = false;
    row.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent, open: () => void) => {
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const step = STEPS[event.key];
    if (event.key === "Enter") open();
    else if (step === undefined || event.ctrlKey || event.metaKey) return;
    else {
      const next = Math.min(count - 1, Math.max(0, activeIndex + step));
      isMoving.current = true;
      setActiveIndex(next);
      scrollTo(next);
    }
    event.preventDefault();
  };
  return { activeIndex, setActiveIndex, onKeyDown };
}
