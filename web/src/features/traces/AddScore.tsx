import { Autocomplete, Button, Fieldset, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/components/ErrorState";
import { addScore, configsQuery, outlineQuery, type Subject } from "./trace";
import { kindOf, type Kind, parseScoreValue } from "./scoreValue";
import { ScoreValue } from "./ScoreValue";

/** Say what one thinks of a trace or a step: by a score config, or freely. */
export function AddScore({ subject }: { subject: Subject }) {
  const queries = useQueryClient();
  const { data: configs = [] } = useQuery(configsQuery);
  const [name, setName] = useState("");
  const [freeKind, setFreeKind] = useState<Kind>("NUMERIC");
  const [value, setValue] = useState("");
  const [comment, setComment] = useState("");
  const config = configs.find((each) => each.name === name.trim());
  const kind = kindOf(config, freeKind);
  const parsed = parseScoreValue(kind, value, config);
  const adding = useMutation({
    mutationFn: (given: string | number) =>
      addScore(subject, { name: name.trim(), value: given, dataType: kind, configId: config?.id, comment: comment.trim() || undefined }),
    onSuccess: async () => {
      setValue("");
      setComment("");
      await queries.invalidateQueries({ queryKey: outlineQuery(subject.traceId).queryKey });
    },
  });
  return (
    <Fieldset legend="Add a score" w="100%" maw={520}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (parsed !== null) adding.mutate(parsed);
        }}
      >
        <Stack gap="xs">
          <Autocomplete
            size="xs"
            label="Name"
            placeholder={configs.length > 0 ? "One of the score configs, or a name of your own" : "helpfulness"}
            data={configs.map((each) => each.name)}
            maxLength={500}
            value={name}
            onChange={(next) => {
              setName(next);
              setValue("");
            }}
          />
          {config?.description && <Text size="xs">{config.description}</Text>}
          <ScoreValue kind={kind} config={config} value={value} onValue={setValue} onKind={setFreeKind} />
          <Textarea size="xs" label="Why" autosize minRows={2} maxRows={6} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
          {adding.error && (
            <Text size="xs" c="red" role="alert">
              {describeError(adding.error)}
            </Text>
          )}
          <Group>
            <Button size="xs" type="submit" loading={adding.isPending} disabled={name.trim() === "" || parsed === null}>
              Add the score
            </Button>
          </Group>
        </Stack>
      </form>
    </Fieldset>
  );
}
