import type { KeyboardEvent } from "react";
import type { SpanNode } from "./tree";

interface Tree {
  /** The chosen line; 0 is the trace itself. */
  line: number;
  last: number;
  page: number;
  nodes: readonly SpanNode[];
  visible: readonly number[];
  closed: ReadonlySet<string>;
  nodeAt: (line: number) => SpanNode | undefined;
  go: (line: number) => void;
  toggle: (id: string) => void;
}

/** The keys of a tree: up, down, ends and pages; left closes or goes up, right opens or goes down. */
export function useTreeKeys({ line, last, page, nodes, visible, closed, nodeAt, go, toggle }: Tree) {
  const goLeft = () => {
    const node = nodeAt(line);
    if (!node) return;
    const isOpen = node.end > nodes.indexOf(node) + 1 && !closed.has(node.span.id);
    if (isOpen) toggle(node.span.id);
    else go(visible.indexOf(node.parent) + 1);
  };
  const goRight = () => {
    const node = nodeAt(line);
    if (node && closed.has(node.span.id)) toggle(node.span.id);
    else go(line + 1);
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => go(line + 1),
    ArrowUp: () => go(line - 1),
    PageDown: () => go(line + page),
    PageUp: () => go(line - page),
    Home: () => go(0),
    End: () => go(last),
    ArrowLeft: goLeft,
    ArrowRight: goRight,
  };
  return (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
}
