import { Badge, Paper, Stack, Text } from "@mantine/core";
import { type Content, isPlaceholder, type Message } from "./prompts";
import classes from "./ContentView.module.css";

/** What a version says, with its variables and what it includes marked. */
export function ContentView({ content }: { content: Content }) {
  if (typeof content === "string") {
    return (
      <Paper withBorder p="sm" className={classes.text}>
        <Marked text={content} />
      </Paper>
    );
  }
  return (
    <Stack gap="xs">
      {content.map((message, index) => (
        <MessageView key={index} message={message} />
      ))}
    </Stack>
  );
}

function MessageView({ message }: { message: Message }) {
  if (isPlaceholder(message)) {
    return (
      <Paper withBorder p="sm" className={classes.placeholder}>
        <Text size="sm">
          Messages: <span className="mono">{message.name}</span>
        </Text>
      </Paper>
    );
  }
  return (
    <Paper withBorder p="sm">
      <Badge variant="default" size="sm" tt="none" mb={6}>
        {message.role}
      </Badge>
      <div className={classes.text}>
        <Marked text={message.content ?? ""} />
      </div>
    </Paper>
  );
}

const MARKS = /(\{\{[^{}]{1,200}\}\}|@@@langfusePrompt:[^@]{1,800}@@@)/;

function Marked({ text }: { text: string }) {
  return text.split(MARKS).map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part));
}
