import { expect, test } from "vitest";
import { toBar, toTimeline } from "./timeline";
import { findAncestors, findNodes, type SpanOutline, toNodes, toVisible } from "./tree";

const span = (id: string, parent_id: string | null, start_ms = 0, more: Partial<SpanOutline> = {}): SpanOutline => ({
  id,
  parent_id,
  start_ms,
  name: id,
  type: "SPAN",
  level: "DEFAULT",
  status_message: null,
  error_type: null,
  duration_ms: 10,
  first_token_ms: null,
  model: null,
  usage: {},
  cost: {},
  prompt_name: null,
  prompt_version: null,
  environment: "default",
  version: null,
  ...more,
});
const order = (spans: SpanOutline[]) => toNodes(spans).map((node) => `${"-".repeat(node.depth)}${node.span.id}`);
const none = new Set<string>();

test("children stand below their parent, in the order they began", () => {
  expect(order([span("c", "a", 5), span("d", "b", 3), span("b", "a", 2), span("a", null)])).toEqual(["a", "-b", "--d", "-c"]);
});

test("a span whose parent has not come is a root", () => {
  expect(order([span("a", null), span("b", "gone", 1)])).toEqual(["a", "b"]);
});

test("circles of parents lose nothing and end", () => {
  expect(order([span("a", "b"), span("b", "a"), span("c", "c")]).sort()).toEqual(["-b", "a", "c"]);
});

test("what is below a closed span is out of sight", () => {
  const nodes = toNodes([span("a", null), span("b", "a", 1), span("c", "b", 2), span("d", "a", 3)]);
  const shown = (closed: string[]) => toVisible(nodes, new Set(closed), null).map((place) => nodes[place]?.span.id);
  expect(shown([])).toEqual(["a", "b", "c", "d"]);
  expect(shown(["b"])).toEqual(["a", "b", "d"]);
  expect(shown(["a"])).toEqual(["a"]);
});

test("what is looked for is shown with what it is below", () => {
  const nodes = toNodes([span("a", null), span("b", "a", 1), span("search web", "b", 2, { level: "ERROR" }), span("d", "a", 3)]);
  const shown = (text: string, onlyErrors = false) => toVisible(nodes, none, findNodes(nodes, text, onlyErrors)).map((place) => nodes[place]?.span.id);
  expect(shown("WEB")).toEqual(["a", "b", "search web"]);
  expect(shown("", true)).toEqual(["a", "b", "search web"]);
  expect(shown("d", true)).toEqual([]);
  expect(shown(" ")).toHaveLength(4);
});

test("a span knows what must be open for it to be seen", () => {
  const nodes = toNodes([span("a", null), span("b", "a"), span("c", "b")]);
  expect(findAncestors(nodes, "c")).toEqual(["b", "a"]);
  expect(findAncestors(nodes, "gone")).toEqual([]);
});

test("five thousand spans in a row, one below the other, take no time and no stack", () => {
  const deep = Array.from({ length: 5000 }, (_, index) => span(String(index), index === 0 ? null : String(index - 1), index));
  expect(toNodes(deep).at(-1)?.depth).toBe(4999);
});

test("bars lie within the time that is shown", () => {
  const spans = [span("a", null, 0, { duration_ms: 100 }), span("b", "a", 50, { duration_ms: null }), span("c", "a", -100, { duration_ms: 10 })];
  const timeline = toTimeline(spans);
  expect(timeline).toEqual({ from: -100, length: 200 });
  expect(spans.map((each) => toBar(each, timeline))).toEqual([
    { left: 50, width: 50 },
    { left: 75, width: 25 },
    { left: 0, width: 5 },
  ]);
});
