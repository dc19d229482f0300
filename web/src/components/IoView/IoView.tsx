import { Group, SegmentedControl, Text } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import { CopyButton } from "@/components/CopyableId";
import { ChatView } from "./ChatView";
import { JsonTree } from "./JsonTree";
import { findLooks, isNothing, type Look, toText } from "./look";
import { MarkdownText } from "./MarkdownText";
import { PlainText } from "./PlainText";
import classes from "./IoView.module.css";

interface Props {
  value: unknown;
  /** What it is: “Input”. */
  label: string;
  /** What to say where there is nothing. */
  nothing?: string;
}

const NAMES: Record<Look, string> = { chat: "Chat", markdown: "Markdown", text: "Text", json: "JSON", raw: "Raw" };

/** Anything that went into a model or came out of it, as untrusted text: a chat, Markdown, a tree of JSON, or as it is. */
export function IoView({ value, label, nothing = "Nothing was recorded." }: Props) {
  const looks = useMemo(() => findLooks(value), [value]);
  const [chosen, setChosen] = useState<Look | null>(null);
  const look = chosen !== null && looks.includes(chosen) ? chosen : (looks[0] ?? "raw");
  return (
    <section aria-label={label}>
      <Group justify="space-between" mb={6} mih={28}>
        <Text fw={600} size="sm">
          {label}
        </Text>
        {!isNothing(value) && (
          <Group gap={4}>
            {looks.length > 1 && (
              <SegmentedControl
                size="xs"
                aria-label={`How to show: ${label}`}
                data={looks.map((each) => ({ value: each, label: NAMES[each] }))}
                value={look}
                onChange={(picked) => setChosen(picked)}
              />
            )}
            <CopyButton text={() => toText(value)} label={`Copy: ${label}`} />
          </Group>
        )}
      </Group>
      {isNothing(value) ? (
        <Text size="sm" className={classes.nothing}>
          {nothing}
        </Text>
      ) : (
        <div className={classes.frame}>{show(look, value, label)}</div>
      )}
    </section>
  );
}

function show(look: Look, value: unknown, label: string): ReactNode {
  switch (look) {
    case "chat":
      return <ChatView value={value} />;
    case "markdown":
      return <MarkdownText text={toText(value)} />;
    case "json":
      return <JsonTree value={value} label={label} />;
    default:
      return <PlainText text={toText(value)} isCode={look === "raw"} label={label} />;
  }
}
