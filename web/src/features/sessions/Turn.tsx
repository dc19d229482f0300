import { Badge, Group, Text } from "@mantine/core";
import { findLooks } from "@/components/IoView/look";
import { IoView, type Message, MarkdownText } from "@/components/IoView";
import { PlainText } from "@/components/IoView/PlainText";
import { ScoreBadge } from "@/components/ScoreBadge";
import { TextLink } from "@/components/TextLink";
import { formatCost, formatDuration } from "@/format/numbers";
import { formatTime } from "@/format/times";
import type { Found, SessionTrace } from "./session";
import classes from "./Turn.module.css";
import { newMessages, toWords } from "./said";

/** One trace of a conversation: what was said, what was answered, and how that went. */
export function Turn({ trace, found, number }: { trace: SessionTrace; found: Found | undefined; number: number }) {
  return (
    <li className={classes.turn}>
      <Group component="header" gap="sm" className={classes.head}>
        <TextLink to="/traces/$traceId" params={{ traceId: trace.id }} size="sm" fw={600}>
          <bdi>{trace.name ?? `Trace ${number}`}</bdi>
        </TextLink>
        <Text size="sm" className="tabular">
          {formatTime(trace.timestamp)}
        </Text>
        {found && <Figures found={found} />}
      </Group>
      <Said label="Input" value={trace.input} side="in" />
      {found?.status === "error" && (
        <Text size="sm" className={classes.failure} role="note">
          Failed{found.error_type && `: ${found.error_type}`}
        </Text>
      )}
      <Said label="Output" value={trace.output} side="out" />
      {found && found.scores.length > 0 && (
        <Group gap={6} mt={6} justify="end">
          {found.scores.map((score, index) => (
            <ScoreBadge key={index} name={score.name} value={score.value} dataType={score.data_type} stringValue={score.string_value} comment={score.comment} />
          ))}
        </Group>
      )}
    </li>
  );
}

function Figures({ found }: { found: Found }) {
  return (
    <>
      {found.status === "error" && (
        <Badge color="red" variant="light" size="sm">
          Error
        </Badge>
      )}
      <Text size="sm" c="dimmed">
        {formatDuration(found.latency_ms)}
        {found.total_cost > 0 && `, ${formatCost(found.total_cost)}`}
      </Text>
    </>
  );
}

function Said({ label, value, side }: { label: string; value: unknown; side: "in" | "out" }) {
  if (value === null || value === undefined || value === "") return null;
  const chat = newMessages(value);
  const words = toWords(value);
  if (chat === null && words === null) {
    return (
      <div className={classes.said} data-side={side}>
        <IoView label={label} value={value} />
      </div>
    );
  }
  return (
    <div className={classes.said} data-side={side}>
      {chat ? chat.messages.map((message, index) => <Spoken key={index} message={message} />) : <Words text={words ?? ""} />}
      {chat && chat.earlier > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          with {chat.earlier} earlier {chat.earlier === 1 ? "message" : "messages"}
        </Text>
      )}
    </div>
  );
}

function Spoken({ message }: { message: Message }) {
  return (
    <>
      {message.text && <Words text={message.text} />}
      {message.parts.map(({ kind, value }, index) => (
        <IoView key={index} label={kind} value={value} />
      ))}
    </>
  );
}

function Words({ text }: { text: string }) {
  return findLooks(text)[0] === "markdown" ? <MarkdownText text={text} /> : <PlainText text={text} label="Message" />;
}
