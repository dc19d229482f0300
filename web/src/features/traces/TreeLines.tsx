import { useHotkeys } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { SpanLine, TraceLine } from "./SpanLine";
import type { Timeline } from "./timeline";
import classes from "./TracePage.module.css";
import { findAncestors, type SpanNode, toVisible, type TraceOutline } from "./tree";
import { useTreeKeys } from "./useTreeKeys";

interface Props {
  trace: TraceOutline;
  nodes: readonly SpanNode[];
  /** The places of the nodes that are looked for; `null` for all. */
  wanted: ReadonlySet<number> | null;
  timeline: Timeline;
  selectedId: string | null;
  onSelect: (id: string | null) => void;
}

const LINE_PX = 30;
const OVERSCAN_LINES = 10;
const PAGE_LINES = 20;

/** The lines of the tree that are in sight, the trace itself first, and the keys that move among them. */
export function TreeLines({ trace, nodes, wanted, timeline, selectedId, onSelect }: Props) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => setClosed((known) => withToggled(known, id)), []);
  const visible = useMemo(() => toVisible(nodes, closed, wanted), [nodes, closed, wanted]);
  const indent = useMemo(() => toIndentStep(nodes), [nodes]);
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing of it is memoised
  const virtual = useVirtualizer({
    count: visible.length + 1,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: OVERSCAN_LINES,
  });
  const line = useMemo(
    () => (selectedId === null ? 0 : visible.findIndex((place) => nodes[place]?.span.id === selectedId) + 1),
    [visible, nodes, selectedId],
  );
  const nodeAt = (at: number) => nodes[visible[at - 1] ?? -1];
  const go = (to: number) => {
    const next = Math.max(0, Math.min(visible.length, to));
    onSelect(nodeAt(next)?.span.id ?? null);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = useTreeKeys({ line, last: visible.length, page: PAGE_LINES, go, nodeAt, nodes, closed, toggle, visible });
  useHotkeys([
    ["j", () => go(line + 1)],
    ["k", () => go(line - 1)],
  ]);
  useRevealed(() => {
    if (selectedId === null) return;
    const above = new Set(findAncestors(nodes, selectedId));
    setClosed((known) => new Set([...known].filter((each) => !above.has(each))));
    virtual.scrollToIndex(line, { align: "center" });
  });
  return (
    <div ref={scroller} className={classes.lines} role="tree" aria-label="Steps of the trace" tabIndex={0} aria-activedescendant={`line-${line}`} onKeyDown={onKeyDown}>
      <div role="presentation" className={classes.sheet} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const node = nodeAt(index);
          const shared = { index, top: start, isSelected: index === line, timeline, indent, onSelect };
          if (index === 0) return <TraceLine key="trace" {...shared} trace={trace} />;
          return node && <SpanLine key={node.span.id} {...shared} node={node} place={visible[index - 1] ?? 0} isClosed={closed.has(node.span.id)} onToggle={toggle} />;
        })}
      </div>
    </div>
  );
}

/** Deep trees stand in less per level, so that names keep their place. */
const toIndentStep = (nodes: readonly SpanNode[]) => Math.max(4, Math.min(14, 140 / nodes.reduce((deepest, { depth }) => Math.max(deepest, depth), 1)));

function withToggled(closed: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(closed);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Brings the span that an address names into sight, once. */
function useRevealed(reveal: () => void) {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    reveal();
  });
}
