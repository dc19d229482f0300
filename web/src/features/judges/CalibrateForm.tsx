import { Button, Group, MultiSelect, NumberInput, Paper, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isAtFields, toFieldErrors } from "@/api/fields";
import { ErrorState } from "@/components/ErrorState";
import { calibrate, type CalibrationAsked, type Judge } from "./judges";

type Source = NonNullable<CalibrationAsked["sources"]>[number];

const SOURCES: { value: Source; label: string }[] = [
  { value: "ANNOTATION", label: "People" },
  { value: "API", label: "The application" },
  { value: "EVAL", label: "Other judges" },
];

/** Hold a judge against people's scores of the same traces and steps. */
export function CalibrateForm({ judge, onDone }: { judge: Judge; onDone: () => void }) {
  const [human, setHuman] = useState("");
  const [sources, setSources] = useState<string[]>(["ANNOTATION"]);
  const [threshold, setThreshold] = useState<number | string>(0.5);
  const [theirs, setTheirs] = useState<number | string>("");
  const queries = useQueryClient();
  const measuring = useMutation({
    mutationFn: () =>
      calibrate(judge.name, {
        human_score: human.trim(),
        sources: sources as Source[],
        threshold: threshold === "" ? 0.5 : Number(threshold),
        human_threshold: theirs === "" ? null : Number(theirs),
      }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: ["judge", judge.name, "calibrations"] });
    },
  });
  const errors = toFieldErrors(measuring.error);
  return (
    <Paper withBorder p="md" component="section" aria-label="Calibrate">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          measuring.mutate();
        }}
      >
        <Stack gap="sm">
          <Group align="start">
            <TextInput
              size="xs"
              w={200}
              label="Name of people’s scores"
              placeholder={judge.score_name}
              value={human}
              error={errors.human_score && "See below"}
              onChange={(event) => setHuman(event.currentTarget.value)}
            />
            <MultiSelect size="xs" miw={220} label="Given by" data={SOURCES} value={sources} error={errors.sources} onChange={setSources} />
            <NumberInput size="xs" w={150} step={0.1} label="Judge passes from" value={threshold} error={errors.threshold} onChange={setThreshold} />
            <NumberInput size="xs" w={150} step={0.1} label="People pass from" placeholder="The same" value={theirs} error={errors.human_threshold} onChange={setTheirs} />
            <Button mt={22} type="submit" size="xs" loading={measuring.isPending}>
              Compare
            </Button>
          </Group>
          {measuring.error && !isAtFields(errors, ["sources", "threshold", "human_threshold"]) && (
            <ErrorState error={measuring.error} title="They could not be compared" />
          )}
        </Stack>
      </form>
    </Paper>
  );
}
