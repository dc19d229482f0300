import { Checkbox, CloseButton, Group, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { formatCount, formatDuration } from "@/format/numbers";
import { toTimeline } from "./timeline";
import classes from "./TracePage.module.css";
import { TreeLines } from "./TreeLines";
import { findNodes, type SpanNode, type TraceOutline } from "./tree";

interface Props {
  trace: TraceOutline;
  nodes: readonly SpanNode[];
  /** The span that is chosen; `null` for the trace itself. */
  selectedId: string | null;
  onSelect: (id: string | null) => void;
}

/** The steps of a trace as a tree, and beside each when it ran; words or errors leave those that are looked for. */
export function TraceTree({ trace, nodes, selectedId, onSelect }: Props) {
  const [text, setText] = useState("");
  const [onlyErrors, setOnlyErrors] = useState(false);
  const wanted = useMemo(() => findNodes(nodes, text, onlyErrors), [nodes, text, onlyErrors]);
  const timeline = useMemo(() => toTimeline(trace.spans), [trace]);
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
        <span role="status">{wanted ? `${formatCount(wanted.size)} found` : ""}</span>
        <span className={classes.ticks} aria-hidden>
          {[0, 0.5].map((share) => (
            <span key={share}>{formatDuration(timeline.from + timeline.length * share)}</span>
          ))}
        </span>
      </div>
      <TreeLines trace={trace} nodes={nodes} wanted={wanted} timeline={timeline} selectedId={selectedId} onSelect={onSelect} />
    </section>
  );
}
