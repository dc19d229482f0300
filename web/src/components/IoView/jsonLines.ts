/** A line of a JSON tree: a value, and where it stands. */
export interface JsonLine {
  path: string;
  depth: number;
  key: string | null;
  value: unknown;
  /** How many values it holds; `null` for one that holds none. */
  size: number | null;
  isOpen: boolean;
}

const OPEN_LINES_MAX = 60;
const PAGE = 1000;

/** Whether lines are open that nobody has opened or closed: the top, and what is small. */
const isOpenAtFirst = (depth: number, size: number) => depth === 0 || (depth < 4 && size <= OPEN_LINES_MAX);

/**
 * The lines of a value that are in sight. `toggled` has the paths that somebody has opened or closed, `pages` how many
 * thousands of values of a long list are shown. A value that holds a million others costs what is open of it.
 */
export function toLines(root: unknown, toggled: ReadonlySet<string>, pages: ReadonlyMap<string, number> = new Map()): JsonLine[] {
  const lines: JsonLine[] = [];
  const stack: { path: string; depth: number; key: string | null; value: unknown }[] = [{ path: "", depth: 0, key: null, value: root }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { value, path, depth } = next;
    if (value instanceof More) {
      lines.push({ ...next, size: value.left, isOpen: false });
      continue;
    }
    const size = countMembers(value);
    const isOpen = size !== null && size > 0 && isOpenAtFirst(depth, size) !== toggled.has(path);
    lines.push({ ...next, size, isOpen });
    if (!isOpen) continue;
    const shown = (pages.get(path) ?? 1) * PAGE;
    const members = listMembers(value as object, shown).map(([key, member]) => ({ path: `${path}/${key}`, depth: depth + 1, key, value: member }));
    if (size > shown) members.push({ path, depth: depth + 1, key: "", value: new More(size - shown) });
    for (const member of members.reverse()) stack.push(member);
  }
  return lines;
}

/** Stands for the values of a long list that are not shown yet. */
export class More {
  constructor(readonly left: number) {}
}

export function countMembers(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : null;
}

function listMembers(value: object, shown: number): [string, unknown][] {
  if (Array.isArray(value)) return value.slice(0, shown).map((member: unknown, index) => [String(index), member]);
  const fields = value as Record<string, unknown>;
  return Object.keys(fields).slice(0, shown).map((key) => [key, fields[key]]);
}
