import { Button, Group, SegmentedControl, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { errorAt, isAtFields, toFieldErrors } from "@/api/fields";
import { useSearchText } from "@/app/searchText";
import { ErrorState } from "@/components/ErrorState";
import { TextLink } from "@/components/TextLink";
import { type Judge, tryJudge } from "./judges";
import { Outcome } from "./Outcome";

type Mode = "trace" | "text";

/** What a judge says of a trace, or of a question and an answer; nothing of it is stored. */
export function TryPanel({ judge }: { judge: Judge }) {
  const [mode, setMode] = useState<Mode>("trace");
  return (
    <Stack maw={820}>
      <Group>
        <SegmentedControl
          size="xs"
          aria-label="What to try it on"
          data={[
            { value: "trace", label: "A stored trace" },
            { value: "text", label: "A text" },
          ]}
          value={mode}
          onChange={setMode}
        />
      </Group>
      {mode === "trace" ? <TryOnTrace judge={judge} /> : <TryOnText judge={judge} />}
    </Stack>
  );
}

function TryOnTrace({ judge }: { judge: Judge }) {
  const [asked] = useSearchText("trace");
  const [askedSpan] = useSearchText("span");
  const [traceId, setTraceId] = useState(asked);
  const [spanId, setSpanId] = useState(askedSpan);
  const trying = useMutation({
    mutationFn: () => tryJudge({ judge: judge.name, trace_id: traceId.trim(), span_id: spanId.trim() || null, sources: [] }),
  });
  const errors = toFieldErrors(trying.error);
  return (
    <Asking trying={trying} isReady={traceId.trim() !== ""} isSaid={isAtFields(errors, ["trace_id", "span_id"])}>
      <Group align="start" grow>
        <TextInput
          label="Id of the trace"
          description={<TraceHint traceId={traceId.trim()} />}
          value={traceId}
          error={errors.trace_id}
          onChange={(event) => setTraceId(event.currentTarget.value)}
        />
        <TextInput
          label="Id of the step"
          description="Empty: the trace as a whole."
          value={spanId}
          error={errors.span_id}
          onChange={(event) => setSpanId(event.currentTarget.value)}
        />
      </Group>
    </Asking>
  );
}

function TraceHint({ traceId }: { traceId: string }) {
  if (traceId === "") return "The page of a trace leads here with its id: Judge it.";
  return (
    <TextLink to="/traces/$traceId" params={{ traceId }}>
      Look at the trace
    </TextLink>
  );
}

function TryOnText({ judge }: { judge: Judge }) {
  const [texts, setTexts] = useState({ input: "", output: "", expected_output: "", sources: "" });
  const trying = useMutation({
    mutationFn: () =>
      tryJudge({
        judge: judge.name,
        input: texts.input || null,
        output: texts.output,
        expected_output: texts.expected_output || null,
        sources: texts.sources.split(/\n{2,}/).filter((source) => source.trim() !== ""),
      }),
  });
  const field = (name: keyof typeof texts, label: string, description?: string) => (
    <Textarea
      label={label}
      description={description}
      autosize
      minRows={2}
      maxRows={12}
      value={texts[name]}
      error={errorAt(toFieldErrors(trying.error), name)}
      onChange={(event) => setTexts({ ...texts, [name]: event.currentTarget.value })}
    />
  );
  return (
    <Asking trying={trying} isReady={texts.output.trim() !== ""} isSaid={isAtFields(toFieldErrors(trying.error), Object.keys(texts))}>
      {field("input", "Question")}
      {field("output", "Answer")}
      {field("expected_output", "Reference", "The answer that is expected, for judges that compare with it.")}
      {field("sources", "Sources", "What the answer could rest on; an empty line between two.")}
    </Asking>
  );
}

interface AskingGiven {
  trying: { mutate: () => void; error: unknown; isPending: boolean; data: Parameters<typeof Outcome>[0]["tried"] | undefined };
  isReady: boolean;
  /** Whether what is wrong is said at its field already. */
  isSaid: boolean;
  children: React.ReactNode;
}

function Asking({ trying, isReady, isSaid, children }: AskingGiven) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        trying.mutate();
      }}
    >
      <Stack>
        {children}
        <Group>
          <Button type="submit" size="xs" loading={trying.isPending} disabled={!isReady}>
            Ask the judge
          </Button>
        </Group>
        {trying.error !== null && !isSaid && <ErrorState error={trying.error} title="The judge could not be asked" />}
        {trying.data && <Outcome tried={trying.data} />}
      </Stack>
    </form>
  );
}
