import { Badge, Button, Group, NativeSelect, SegmentedControl, SimpleGrid, Stack, Table, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorAt, isAtFields, toFieldErrors } from "@/api/fields";
import { CodeBlock } from "@/components/CodeBlock";
import { ErrorState } from "@/components/ErrorState";
import { TextLink } from "@/components/TextLink";
import { formatPercent, formatScore } from "@/format/numbers";
import { ExampleLink } from "./ExampleLink";
import { type Example, selectExamples, type Selected, settingsQuery, STRATEGIES, type Strategy } from "./fewShot";
import { type Style, STYLES, toPrompt } from "./prompt";

interface Typed {
  query: string;
  mode: string;
  strategy: Strategy | "";
  prompt: string;
}

const FIELDS = ["query", "dialogue_mode", "strategy"];
const DEADLINE_MS = 5000;

/** Which examples a query would get, and what prompt comes of it; nothing of it is stored. */
export function TryPanel() {
  const [typed, setTyped] = useState<Typed>({ query: "", mode: "", strategy: "", prompt: "You are a helpful assistant." });
  const trying = useMutation({
    mutationFn: ({ query, mode, strategy }: Typed) =>
      selectExamples({ query, dialogue_mode: mode.trim() || null, strategy: strategy || null, deadline_ms: DEADLINE_MS }),
  });
  const errors = toFieldErrors(trying.error);
  return (
    <Stack maw={980}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          trying.mutate(typed);
        }}
      >
        <TryFields typed={typed} errors={errors} onChange={(some) => setTyped({ ...typed, ...some })} />
        <Button mt="sm" type="submit" size="xs" loading={trying.isPending} disabled={typed.query.trim() === ""}>
          Choose examples
        </Button>
      </form>
      {trying.error && !isAtFields(errors, FIELDS) && <ErrorState error={trying.error} title="No examples could be chosen" />}
      {trying.data && <Outcome selected={trying.data} asked={trying.variables} prompt={typed.prompt} />}
    </Stack>
  );
}

interface FieldsGiven {
  typed: Typed;
  errors: ReturnType<typeof toFieldErrors>;
  onChange: (some: Partial<Typed>) => void;
}

function TryFields({ typed, errors, onChange }: FieldsGiven) {
  const { data: settings } = useQuery(settingsQuery);
  const usual = settings ? `As set: ${STRATEGIES[settings.strategy].toLowerCase()}` : "As set";
  return (
    <Stack gap="sm">
      <Textarea
        label="Query"
        autosize
        minRows={2}
        maxRows={8}
        value={typed.query}
        error={errorAt(errors, "query")}
        onChange={(event) => onChange({ query: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          size="xs"
          label="Dialogue mode"
          placeholder="STANCE_GLOBAL"
          description="Empty: the text says of what type it is."
          value={typed.mode}
          error={errorAt(errors, "dialogue_mode")}
          onChange={(event) => onChange({ mode: event.currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          label="Chosen by"
          description="In an application, comparing texts has 50 ms."
          data={[{ value: "", label: usual }, ...Object.entries(STRATEGIES).map(([value, label]) => ({ value, label }))]}
          value={typed.strategy}
          error={errorAt(errors, "strategy")}
          onChange={(event) => onChange({ strategy: event.currentTarget.value as Strategy | "" })}
        />
      </SimpleGrid>
      <Textarea
        size="xs"
        label="Prompt"
        description="{{examples}} marks where they go; else they go to its end."
        autosize
        minRows={2}
        maxRows={10}
        value={typed.prompt}
        onChange={(event) => onChange({ prompt: event.currentTarget.value })}
      />
    </Stack>
  );
}

const FELL_BACK: Readonly<Record<NonNullable<Selected["fell_back"]>, string>> = {
  deadline: "comparing texts took too long",
  nothing_similar: "no example is anything like the query",
  no_embedding: "the model that tells meanings apart cannot be asked",
};

function Outcome({ selected, asked, prompt }: { selected: Selected; asked: Typed; prompt: string }) {
  const [style, setStyle] = useState<Style>("qa");
  const { query_type: type, strategy, fell_back: fellBack, examples, held_out_share: share } = selected;
  return (
    <Stack component="section" aria-label="What the query would get">
      <Group gap="xs" role="status">
        <Badge variant="light" tt="none">
          {type}
        </Badge>
        <Text size="sm">{STRATEGIES[strategy]}</Text>
        {fellBack && (
          <Text size="sm" c="dimmed">
            because {FELL_BACK[fellBack]}
          </Text>
        )}
        {share > 0 && (
          <Text size="sm" c="dimmed">
            {formatPercent(share)} of traces would get none
          </Text>
        )}
      </Group>
      {examples.length === 0 ? <Text size="sm">No example fits: the prompt stays as it is.</Text> : <ExampleTable examples={examples} />}
      <Group>
        <SegmentedControl size="xs" aria-label="Style" data={[...STYLES]} value={style} onChange={setStyle} />
      </Group>
      <CodeBlock title="Prompt" label="The prompt with its examples" code={toPrompt(prompt, asked.query, examples, style)} />
    </Stack>
  );
}

function ExampleTable({ examples }: { examples: readonly Example[] }) {
  return (
    <Table verticalSpacing="xs" aria-label="Chosen examples">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Question and answer</Table.Th>
          <Table.Th w={220}>Example</Table.Th>
          <Table.Th w={80} ta="right">
            Score
          </Table.Th>
          <Table.Th w={90}>Trace</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {examples.map(({ id, dataset, query, response, score, trace_id: traceId }) => (
          <Table.Tr key={`${dataset}/${id}`}>
            <Table.Td className="untrusted">
              <Text size="sm" fw={500} lineClamp={2}>
                {query}
              </Text>
              <Text size="sm" lineClamp={2}>
                {response}
              </Text>
            </Table.Td>
            <Table.Td>
              <ExampleLink reference={`${dataset}/${id}`} />
            </Table.Td>
            <Table.Td ta="right" className="tabular">
              {formatScore(score)}
            </Table.Td>
            <Table.Td>
              {traceId !== null && (
                <TextLink to="/traces/$traceId" params={{ traceId }} size="sm">
                  Its trace
                </TextLink>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
