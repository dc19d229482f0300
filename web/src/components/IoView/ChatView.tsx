import { Anchor } from "@mantine/core";
import { useMemo, useState } from "react";
import { formatCount } from "@/format/numbers";
import { type Message, toChat } from "./chat";
import { JsonTree } from "./JsonTree";
import { findLooks } from "./look";
import { MarkdownText } from "./MarkdownText";
import { PlainText } from "./PlainText";
import classes from "./IoView.module.css";

const SHOWN_MESSAGES = 60;

/** A conversation, message by message; of a long one the end first. */
export function ChatView({ value }: { value: unknown }) {
  const messages = useMemo(() => toChat(value) ?? [], [value]);
  const [shown, setShown] = useState(SHOWN_MESSAGES);
  const hidden = Math.max(0, messages.length - shown);
  return (
    <div className={classes.chat}>
      {hidden > 0 && (
        <Anchor component="button" size="xs" onClick={() => setShown(shown + SHOWN_MESSAGES * 4)}>
          Show {formatCount(Math.min(hidden, SHOWN_MESSAGES * 4))} of {formatCount(hidden)} earlier messages
        </Anchor>
      )}
      {messages.slice(hidden).map((message, index) => (
        <MessageView key={hidden + index} message={message} />
      ))}
    </div>
  );
}

function MessageView({ message }: { message: Message }) {
  return (
    <article className={classes.message} data-role={message.role}>
      <header className={classes.role}>
        <bdi>{message.role}</bdi>
        {message.name && <bdi> · {message.name}</bdi>}
      </header>
      {message.text !== "" && <Words text={message.text} />}
      {message.parts.map((part, index) => (
        <div key={index} className={classes.part}>
          <div className={classes.role}>{part.kind.replaceAll("_", " ")}</div>
          <JsonTree value={part.value} label={part.kind} />
        </div>
      ))}
    </article>
  );
}

function Words({ text }: { text: string }) {
  return findLooks(text)[0] === "markdown" ? <MarkdownText text={text} /> : <PlainText text={text} label="Message" />;
}
