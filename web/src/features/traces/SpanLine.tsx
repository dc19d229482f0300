import { IconChevronDown, IconChevronRight, IconListDetails } from "@tabler/icons-react";
import { memo } from "react";
import { formatCost, formatDuration } from "@/format/numbers";
import { TypeIcon } from "./TypeIcon";
import { type Timeline, toBar } from "./timeline";
import classes from "./TracePage.module.css";
import type { SpanNode, TraceOutline } from "./tree";

interface Line {
  index: number;
  top: number;
  isSelected: boolean;
  timeline: Timeline;
  /** How far each level stands in, in pixels. */
  indent: number;
  onSelect: (id: string | null) => void;
}

/** A step: what it is called, how long it took, and when. */
export const SpanLine = memo(function SpanLine(props: Line & { node: SpanNode; place: number; isClosed: boolean; onToggle: (id: string) => void }) {
  const { index, top, isSelected, timeline, indent, onSelect, node, place, isClosed, onToggle } = props;
  const { span, depth, end } = node;
  const hasChildren = end > place + 1;
  const { left, width } = toBar(span, timeline);
  const Chevron = isClosed ? IconChevronRight : IconChevronDown;
  return (
    <div
      id={`line-${index}`}
      role="treeitem"
      aria-level={depth + 2}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? !isClosed : undefined}
      className={classes.line}
      data-level={span.level}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(span.id)}
    >
      <span className={classes.label} style={{ paddingInlineStart: toIndent(depth, indent) }}>
        <span
          className={classes.toggle}
          aria-hidden
          onClick={(event) => {
            if (!hasChildren) return;
            event.stopPropagation();
            onToggle(span.id);
          }}
        >
          {hasChildren && <Chevron size={13} />}
        </span>
        <TypeIcon type={span.type} level={span.level} />
        <bdi className={classes.lineName}>{span.name || span.type.toLowerCase()}</bdi>
        {isClosed && hasChildren && <span className={classes.quiet}>+{end - place - 1}</span>}
        <span className={classes.lineFigure}>{span.cost.total ? formatCost(span.cost.total) : ""}</span>
        <span className={classes.lineFigure}>{formatDuration(span.duration_ms)}</span>
      </span>
      <span className={classes.lane} aria-hidden>
        <span className={classes.bar} data-type={span.type} style={{ left: `${left}%`, width: `${width}%` }} />
      </span>
    </div>
  );
});

const INDENT_PX_MAX = 150;

const toIndent = (depth: number, indent: number) => 14 + Math.min(depth * indent, INDENT_PX_MAX);

/** The trace itself, above its steps. */
export function TraceLine({ index, top, isSelected, onSelect, trace }: Line & { trace: TraceOutline }) {
  return (
    <div
      id={`line-${index}`}
      role="treeitem"
      aria-level={1}
      aria-selected={isSelected}
      aria-expanded
      className={classes.line}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(null)}
    >
      <span className={classes.label} style={{ paddingInlineStart: 8 }}>
        <IconListDetails size={15} aria-hidden />
        <bdi className={classes.lineName}>{trace.name ?? "Trace"}</bdi>
        <span className={classes.lineFigure}>{trace.total_cost > 0 ? formatCost(trace.total_cost) : ""}</span>
        <span className={classes.lineFigure}>{formatDuration(trace.latency_ms)}</span>
      </span>
      <span className={classes.lane} aria-hidden />
    </div>
  );
}
