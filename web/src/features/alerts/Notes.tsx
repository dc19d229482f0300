import { Button, Group, Paper, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { MarkdownText } from "@/components/IoView";
import { formatTime } from "@/format/times";
import { comment, type Firing } from "./alerts";
import { useActing } from "./useActing";
import { useMyName } from "./useMyName";

const CHARACTERS_MAX = 10_000;

/** What people found out, and a place to say more. */
export function Notes({ firing }: { firing: Firing }) {
  const [text, setText] = useState("");
  const [by, setBy] = useMyName();
  const commenting = useActing(
    () => comment(firing.id, text.trim(), by.trim()),
    () => setText(""),
  );
  return (
    <Paper withBorder p="md" component="section" aria-label="Comments">
      <Title order={2} mb="xs">
        Comments
      </Title>
      <Stack gap="sm">
        {firing.notes.map((note) => (
          <div key={`${note.at} ${note.text}`}>
            <Text size="xs" c="dimmed">
              <bdi>{note.by}</bdi>, {formatTime(note.at)}
            </Text>
            <MarkdownText text={note.text} />
          </div>
        ))}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            commenting.mutate(undefined);
          }}
        >
          <Textarea
            label="Comment"
            placeholder="What was found out"
            autosize
            minRows={2}
            maxRows={12}
            maxLength={CHARACTERS_MAX}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group mt="xs" align="end">
            <TextInput size="xs" label="Your name" placeholder="As others know you" value={by} onChange={(event) => setBy(event.currentTarget.value)} />
            <Button size="xs" type="submit" loading={commenting.isPending} disabled={text.trim() === ""}>
              Comment
            </Button>
          </Group>
        </form>
      </Stack>
    </Paper>
  );
}
