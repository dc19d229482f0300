import { Button, Group, Paper, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sessionQuery } from "@/api/session";
import { describeError, ErrorState } from "@/components/ErrorState";
import { MarkdownText } from "@/components/IoView";
import { formatTime } from "@/format/times";
import { addComment, commentsQuery, type Subject } from "./trace";
import classes from "./TracePage.module.css";

const CHARACTERS_MAX = 5000;

/** What people have to say, and a place to say more. */
export function Comments({ subject }: { subject: Subject }) {
  const queries = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: comments, error, refetch } = useQuery(commentsQuery(subject));
  const [text, setText] = useState("");
  const adding = useMutation({
    mutationFn: () => addComment(session?.project.id ?? "", subject, text.trim()),
    onSuccess: async () => {
      setText("");
      await queries.invalidateQueries({ queryKey: commentsQuery(subject).queryKey });
    },
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Stack gap="sm">
      {comments?.toReversed().map((comment) => (
        <Paper key={comment.id} withBorder px="sm" py="xs">
          <Text size="xs" className={classes.quiet} mb={2}>
            {comment.authorUserId && <bdi>{comment.authorUserId}, </bdi>}
            {formatTime(comment.createdAt)}
          </Text>
          <MarkdownText text={comment.content} />
        </Paper>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          adding.mutate();
        }}
      >
        <Textarea
          label="Comment"
          description="Markdown is welcome."
          autosize
          minRows={3}
          maxRows={12}
          maxLength={CHARACTERS_MAX}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={adding.error && describeError(adding.error)}
        />
        <Group mt="xs">
          <Button size="xs" type="submit" loading={adding.isPending} disabled={text.trim() === ""}>
            Comment
          </Button>
        </Group>
      </form>
    </Stack>
  );
}
