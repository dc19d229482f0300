import { diffLines, diffWordsWithSpace } from "diff";

/** A part of a line; `changed` where the other text has something else. */
export interface Piece {
  text: string;
  changed: boolean;
}

/** A line of a difference, with its number in either text. */
export interface DiffLine {
  kind: "same" | "removed" | "added";
  before: number | null;
  after: number | null;
  pieces: Piece[];
}

/** A stretch of equal lines that is not shown. */
export interface Fold {
  kind: "fold";
  lines: DiffLine[];
}

const CONTEXT_LINES = 3;
// Longer lines are compared as a whole: words of them would take too long.
const LINE_CHARACTERS_MAX = 5_000;

/** The lines of two texts put side by side, with the words that differ in lines that were changed. */
export function toDiffLines(before: string, after: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let [left, right] = [0, 0];
  const changes = diffLines(before, after, { timeout: 2_000 }) ?? [
    { value: before, removed: true, added: false, count: 0 },
    { value: after, removed: false, added: true, count: 0 },
  ];
  for (const { value, added, removed } of changes) {
    for (const text of toLines(value)) {
      const kind = added ? "added" : removed ? "removed" : "same";
      lines.push({
        kind,
        before: added ? null : ++left,
        after: removed ? null : ++right,
        pieces: [{ text, changed: false }],
      });
    }
  }
  return markWords(lines);
}

function toLines(text: string): string[] {
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

/** Where as many lines were added as removed, each is the other one changed: its words tell how. */
function markWords(lines: DiffLine[]): DiffLine[] {
  let start = 0;
  while (start < lines.length) {
    const removed = countFrom(lines, start, "removed");
    const added = countFrom(lines, start + removed, "added");
    if (removed > 0 && removed === added) {
      for (let i = start; i < start + removed; i++) comparePair(lines[i] as DiffLine, lines[i + removed] as DiffLine);
    }
    start += Math.max(1, removed + added);
  }
  return lines;
}

function countFrom(lines: readonly DiffLine[], start: number, kind: DiffLine["kind"]): number {
  let end = start;
  while (lines[end]?.kind === kind) end++;
  return end - start;
}

function comparePair(removed: DiffLine, added: DiffLine): void {
  const [one = "", other = ""] = [removed.pieces[0]?.text, added.pieces[0]?.text];
  if (Math.max(one.length, other.length) > LINE_CHARACTERS_MAX) return;
  const words = diffWordsWithSpace(one, other);
  removed.pieces = words.filter((word) => !word.added).map((word) => ({ text: word.value, changed: word.removed }));
  added.pieces = words.filter((word) => !word.removed).map((word) => ({ text: word.value, changed: word.added }));
}

/** The same lines, with long stretches of equal ones folded away. */
export function foldEqual(lines: readonly DiffLine[]): (DiffLine | Fold)[] {
  const shown: (DiffLine | Fold)[] = [];
  let start = 0;
  while (start < lines.length) {
    const same = countFrom(lines, start, "same");
    if (same === 0) {
      shown.push(lines[start++] as DiffLine);
      continue;
    }
    const head = start === 0 ? 0 : CONTEXT_LINES;
    const tail = start + same === lines.length ? 0 : CONTEXT_LINES;
    const stretch = lines.slice(start, start + same);
    if (same > head + tail + 1) {
      shown.push(...stretch.slice(0, head), { kind: "fold", lines: stretch.slice(head, same - tail) }, ...stretch.slice(same - tail));
    } else shown.push(...stretch);
    start += same;
  }
  return shown;
}
