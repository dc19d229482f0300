import type { Answered } from "@/api/shapes";

export type SpanOutline = Answered<"/metrics/traces/{trace_id}/outline", "get">["spans"][number];
export type TraceOutline = Answered<"/metrics/traces/{trace_id}/outline", "get">;

/** A span and where it stands; in a list of nodes everything below a node follows it, up to `end`. */
export interface SpanNode {
  span: SpanOutline;
  depth: number;
  /** The place of the node above, -1 for none. */
  parent: number;
  /** The place behind the last node below. */
  end: number;
}

/**
 * Spans in the order of a tree, siblings as they began. A span whose parent is not here is a root, and so is one of a
 * circle of parents, so that none is lost.
 */
export function toNodes(spans: readonly SpanOutline[]): SpanNode[] {
  const children = groupByParent(spans);
  const nodes: SpanNode[] = [];
  const seen = new Set<string>();
  const visit = (root: SpanOutline) => {
    const stack: { span: SpanOutline; parent: number }[] = [{ span: root, parent: -1 }];
    for (let next = stack.pop(); next; next = stack.pop()) {
      if (seen.has(next.span.id)) continue;
      seen.add(next.span.id);
      const place = nodes.push({ span: next.span, parent: next.parent, depth: depthBelow(nodes, next.parent), end: 0 }) - 1;
      for (const child of children.get(next.span.id)?.toReversed() ?? []) stack.push({ span: child, parent: place });
    }
  };
  for (const root of children.get(null) ?? []) visit(root);
  for (const left of spans) visit(left);
  setEnds(nodes);
  return nodes;
}

const depthBelow = (nodes: readonly SpanNode[], parent: number) => (nodes[parent]?.depth ?? -1) + 1;

function groupByParent(spans: readonly SpanOutline[]): Map<string | null, SpanOutline[]> {
  const known = new Set(spans.map((span) => span.id));
  const children = new Map<string | null, SpanOutline[]>();
  for (const span of spans) {
    const parent = span.parent_id !== null && known.has(span.parent_id) ? span.parent_id : null;
    const siblings = children.get(parent);
    if (siblings) siblings.push(span);
    else children.set(parent, [span]);
  }
  for (const siblings of children.values()) siblings.sort((left, right) => left.start_ms - right.start_ms);
  return children;
}

function setEnds(nodes: SpanNode[]): void {
  for (let place = nodes.length - 1; place >= 0; place--) {
    const node = nodes[place] as SpanNode;
    node.end = Math.max(node.end, place + 1);
    const above = nodes[node.parent];
    if (above) above.end = Math.max(above.end, node.end);
  }
}

/** The places of nodes that are in sight: not below a closed one, and, where some are looked for, those and what they are below. */
export function toVisible(nodes: readonly SpanNode[], closed: ReadonlySet<string>, wanted: ReadonlySet<number> | null): number[] {
  const kept = wanted && withAncestors(nodes, wanted);
  const visible: number[] = [];
  for (let place = 0; place < nodes.length; ) {
    const node = nodes[place] as SpanNode;
    const isShown = !kept || kept.has(place);
    if (isShown) visible.push(place);
    place = !isShown || closed.has(node.span.id) ? node.end : place + 1;
  }
  return visible;
}

function withAncestors(nodes: readonly SpanNode[], wanted: ReadonlySet<number>): Set<number> {
  const kept = new Set<number>();
  for (const start of wanted) {
    for (let place = start; place >= 0 && !kept.has(place); place = nodes[place]?.parent ?? -1) kept.add(place);
  }
  return kept;
}

/** The places of nodes that a text stands in, or that failed; `null` when nothing is looked for. */
export function findNodes(nodes: readonly SpanNode[], text: string, onlyErrors: boolean): Set<number> | null {
  const words = text.trim().toLowerCase();
  if (words === "" && !onlyErrors) return null;
  const found = new Set<number>();
  nodes.forEach(({ span }, place) => {
    const said = `${span.name}\n${span.type}\n${span.model ?? ""}\n${span.status_message ?? ""}`.toLowerCase();
    if ((!onlyErrors || span.level === "ERROR") && said.includes(words)) found.add(place);
  });
  return found;
}

/** The ids of what is above a span, which must be open for it to be in sight. */
export function findAncestors(nodes: readonly SpanNode[], spanId: string): string[] {
  const ids: string[] = [];
  let node = nodes.find(({ span }) => span.id === spanId);
  for (node = nodes[node?.parent ?? -1]; node; node = nodes[node.parent]) ids.push(node.span.id);
  return ids;
}
