import { Checkbox, CloseButton, Group, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { formatCount, formatDuration } from "@/format/numbers";
import { SpanLine, TraceLine } from "./SpanLine";
import { toTimeline } from "./timeline";
import classes from "./TracePage.module.css";
import { findAncestors, findNodes, type SpanNode, toVisible, type TraceOutline } from "./tree";
import { useTreeKeys } from "./useTreeKeys";

interface Props {
  trace: TraceOutline;
  nodes: readonly SpanNode[];
  /** The span that is chosen; `null` for the trace itself. */
  selectedId: string | null;
  onSelect: (id: string | null) => void;
}

const LINE_PX = 30;
const OVERSCAN_LINES = 15;

/** The steps of a trace as a tree, and beside each when it ran; the trace itself is the first line. */
export function TraceTree({ trace, nodes, selectedId, onSelect }: Props) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [text, setText] = useState("");
  const [onlyErrors, setOnlyErrors] = useState(false);
  const wanted = useMemo(() => findNodes(nodes, text, onlyErrors), [nodes, text, onlyErrors]);
  const visible = useMemo(() => toVisible(nodes, closed, wanted), [nodes, closed, wanted]);
  const timeline = useMemo(() => toTimeline(trace.spans), [trace]);
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing of it is memoised
  const virtual = useVirtualizer({
    count: visible.length + 1,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: OVERSCAN_LINES,
  });
  const selectedLine = useMemo(
    () => (selectedId === null ? 0 : visible.findIndex((place) => nodes[place]?.span.id === selectedId) + 1),
    [visible, nodes, selectedId],
  );
  const toggle = (id: string) => setClosed(withToggled(closed, id));
  const nodeAt = (line: number) => nodes[visible[line - 1] ?? -1];
  const go = (line: number) => {
    const next = Math.max(0, Math.min(visible.length, line));
    onSelect(nodeAt(next)?.span.id ?? null);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = useTreeKeys({ line: selectedLine, last: visible.length, page: 20, go, nodeAt, nodes, closed, toggle, visible });
  useHotkeys([
    ["j", () => go(selectedLine + 1)],
    ["k", () => go(selectedLine - 1)],
  ]);
  useRevealed(selectedId, nodes, selectedLine, setClosed, (line) => virtual.scrollToIndex(line, { align: "center" }));
  const hasErrors = trace.spans.some((span) => span.level === "ERROR");
  return (
    <section className={classes.tree} aria-label="Steps">
      <Group gap="xs" p={6} wrap="nowrap">
        <TextInput
          size="xs"
          flex={1}
          aria-label="Find a step"
          placeholder="Find a step"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          rightSection={text && <CloseButton size="xs" aria-label="Find nothing" onClick={() => setText("")} />}
        />
        {hasErrors && <Checkbox size="xs" label="Only errors" checked={onlyErrors} onChange={(event) => setOnlyErrors(event.currentTarget.checked)} />}
      </Group>
      <div className={classes.axis}>
        <span>{wanted ? `${formatCount(wanted.size)} found` : ""}</span>
        <span className={classes.ticks} aria-hidden>
          {[0, 0.25, 0.5, 0.75].map((share) => (
            <span key={share}>{formatDuration(timeline.from + timeline.length * share)}</span>
          ))}
        </span>
      </div>
      <div
        ref={scroller}
        className={classes.lines}
        role="tree"
        aria-label="Steps of the trace"
        tabIndex={0}
        aria-activedescendant={`line-${selectedLine}`}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const node = nodeAt(index);
            const line = { index, top: start, isSelected: index === selectedLine, timeline, onSelect };
            if (index === 0) return <TraceLine key="trace" {...line} trace={trace} />;
            return node && <SpanLine key={node.span.id} {...line} node={node} place={visible[index - 1] ?? 0} isClosed={closed.has(node.span.id)} onToggle={toggle} />;
          })}
        </div>
      </div>
    </section>
  );
}

function withToggled(closed: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(closed);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Brings the span that an address names into sight once. */
function useRevealed(
  id: string | null,
  nodes: readonly SpanNode[],
  line: number,
  setClosed: (change: (closed: ReadonlySet<string>) => ReadonlySet<string>) => void,
  scrollTo: (line: number) => void,
) {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    if (id === null) return;
    const above = new Set(findAncestors(nodes, id));
    setClosed((closed) => new Set([...closed].filter((each) => !above.has(each))));
    scrollTo(line);
  });
}
