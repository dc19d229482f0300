import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { formatCount } from "@/format/numbers";
import { type JsonLine, More } from "./jsonLines";
import { PlainText } from "./PlainText";
import classes from "./IoView.module.css";

const SHORT_CHARACTERS = 200;

interface Props {
  line: JsonLine;
  onAct: () => void;
}

/** One line of a tree: a key and its value, or how many values it holds. */
export function JsonRow({ line, onAct }: Props) {
  const indent = { paddingInlineStart: Math.min(line.depth, 30) * 16 };
  if (line.value instanceof More) {
    return (
      <UnstyledButton className={classes.more} style={indent} onClick={onAct}>
        {formatCount(line.value.left)} more…
      </UnstyledButton>
    );
  }
  const name = line.key !== null && <Key name={line.key} />;
  if (line.size === null || line.size === 0) {
    return (
      <div className={classes.leaf} style={indent}>
        {name}
        <Leaf value={line.value} />
      </div>
    );
  }
  const Chevron = line.isOpen ? IconChevronDown : IconChevronRight;
  return (
    <UnstyledButton className={classes.branch} style={indent} aria-expanded={line.isOpen} onClick={onAct}>
      <Chevron size={13} className={classes.chevron} aria-hidden />
      {name}
      <span className={classes.size}>
        {Array.isArray(line.value) ? `[${formatCount(line.size)}]` : `{${formatCount(line.size)}}`}
      </span>
    </UnstyledButton>
  );
}

function Key({ name }: { name: string }) {
  return (
    <span className={classes.key}>
      <bdi>{name === "" ? '""' : name.slice(0, SHORT_CHARACTERS)}</bdi>:{" "}
    </span>
  );
}

function Leaf({ value }: { value: unknown }): ReactNode {
  const [isWhole, setIsWhole] = useState(false);
  if (typeof value !== "string") return <span className={classes.literal}>{JSON.stringify(value)}</span>;
  if (value.length <= SHORT_CHARACTERS) return <bdi className={classes.string}>{JSON.stringify(value)}</bdi>;
  return (
    <div className={classes.long}>
      <UnstyledButton className={classes.more} aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
        {isWhole ? "less" : "more"}
      </UnstyledButton>
      {isWhole ? <PlainText text={value} label="Value" /> : <bdi className={classes.string}>{JSON.stringify(value.slice(0, SHORT_CHARACTERS))}…</bdi>}
    </div>
  );
}
