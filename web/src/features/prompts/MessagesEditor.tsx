import { ActionIcon, Button, Group, Paper, Select, Stack, Text, Textarea, TextInput, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { isPlaceholder, type Message } from "./prompts";

interface Given {
  messages: readonly Message[];
  onChange: (messages: Message[]) => void;
}

const ROLES = ["system", "developer", "user", "assistant", "tool"];

/** The messages of a chat, and places where an application puts messages in. */
export function MessagesEditor({ messages, onChange }: Given) {
  const set = (index: number, message: Message) => onChange(messages.map((had, i) => (i === index ? message : had)));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        Messages
      </Text>
      {messages.map((message, index) => (
        <Paper key={index} withBorder p="xs">
          <Group align="start" wrap="nowrap" gap="xs">
            <MessageFields number={index + 1} message={message} onChange={(changed) => set(index, changed)} />
            <Tooltip label="Take it out">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Take message ${index + 1} out`}
                onClick={() => onChange(messages.filter((_, i) => i !== index))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Paper>
      ))}
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => onChange([...messages, { role: nextRole(messages), content: "" }])}>
          Add a message
        </Button>
        <Button size="xs" variant="default" onClick={() => onChange([...messages, { type: "placeholder", name: "history" }])}>
          Add a placeholder
        </Button>
      </Group>
    </Stack>
  );
}

function MessageFields({ number, message, onChange }: { number: number; message: Message; onChange: (message: Message) => void }) {
  if (isPlaceholder(message)) {
    return (
      <TextInput
        flex={1}
        label="Placeholder for messages"
        value={message.name ?? ""}
        onChange={(event) => onChange({ ...message, name: event.currentTarget.value })}
      />
    );
  }
  const role = message.role ?? "user";
  return (
    <>
      <Select
        w={130}
        aria-label={`Role of message ${number}`}
        data={ROLES.includes(role) ? ROLES : [role, ...ROLES]}
        allowDeselect={false}
        value={role}
        onChange={(chosen) => onChange({ ...message, role: chosen ?? role })}
      />
      <Textarea
        flex={1}
        aria-label={`Message ${number}`}
        autosize
        minRows={2}
        maxRows={14}
        classNames={{ input: "mono" }}
        value={message.content ?? ""}
        onChange={(event) => onChange({ ...message, content: event.currentTarget.value })}
      />
    </>
  );
}

const nextRole = (messages: readonly Message[]) => (messages.at(-1)?.role === "user" ? "assistant" : "user");
