import { Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { type DiffLine, type Fold, foldEqual, toDiffLines } from "./lines";
import classes from "./TextDiff.module.css";

interface Given {
  before: string;
  after: string;
  /** What is compared, for people who cannot see it. */
  label: string;
}

const SIGNS = { same: " ", removed: "−", added: "+" } as const;
const WORDS = { same: "", removed: "Removed: ", added: "Added: " } as const;

/** What differs between two texts, line by line. */
export function TextDiff({ before, after, label }: Given) {
  const lines = useMemo(() => foldEqual(toDiffLines(before, after)), [before, after]);
  if (before === after) return <Text size="sm">They are the same.</Text>;
  return (
    <div className={classes.frame} role="region" aria-label={label} tabIndex={0}>
      {lines.map((line, index) =>
        line.kind === "fold" ? <FoldedLines key={index} fold={line} /> : <Line key={index} line={line} />,
      )}
    </div>
  );
}

function Line({ line }: { line: DiffLine }) {
  return (
    <div className={classes.line} data-kind={line.kind}>
      <span className={classes.number}>{line.before}</span>
      <span className={classes.number}>{line.after}</span>
      <span className={classes.sign} aria-hidden>
        {SIGNS[line.kind]}
      </span>
      <span className={classes.text}>
        <span className={classes.hidden}>{WORDS[line.kind]}</span>
        {line.pieces.map(({ text, changed }, index) => (changed ? <mark key={index}>{text}</mark> : text))}
      </span>
    </div>
  );
}

function FoldedLines({ fold }: { fold: Fold }) {
  const [open, setOpen] = useState(false);
  if (open) return fold.lines.map((line, index) => <Line key={index} line={line} />);
  return (
    <button type="button" className={classes.fold} onClick={() => setOpen(true)}>
      {fold.lines.length} equal lines
    </button>
  );
}
