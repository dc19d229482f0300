import { Autocomplete, Button, Checkbox, Group, NativeSelect, Paper, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { datasetNamesQuery } from "@/api/datasets";
import { isAtFields, toFieldErrors } from "@/api/fields";
import { ErrorState } from "@/components/ErrorState";
import { type Judge, type RunAsked, startRun } from "./judges";

const HOUR_MS = 3_600_000;
const SPANS = [
  { value: "1", label: "Last hour" },
  { value: "24", label: "Last 24 hours" },
  { value: "168", label: "Last 7 days" },
  { value: "720", label: "Last 30 days" },
  { value: "8760", label: "Last year" },
];

/** Send a judge over a stretch of time or a dataset. */
export function StartRun({ judge }: { judge: Judge }) {
  const [over, setOver] = useState<"time" | "dataset">("time");
  const [hours, setHours] = useState("24");
  const [dataset, setDataset] = useState("");
  const [runName, setRunName] = useState("");
  const [again, setAgain] = useState(false);
  const { data: names = [] } = useQuery({ ...datasetNamesQuery, enabled: over === "dataset" });
  const queries = useQueryClient();
  const starting = useMutation({
    mutationFn: (asked: RunAsked) => startRun(judge.name, asked),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["judge", judge.name, "runs"] }),
  });
  const errors = toFieldErrors(starting.error);
  const asked = (): RunAsked =>
    over === "time"
      ? { from_time: new Date(Date.now() - Number(hours) * HOUR_MS).toISOString(), again }
      : { dataset: dataset.trim(), run_name: runName.trim() || null, again };
  return (
    <Paper withBorder p="md" component="section" aria-label="Send the judge over what is stored">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          starting.mutate(asked());
        }}
      >
        <Stack gap="sm">
          <Group align="end">
            <SegmentedControl
              size="xs"
              aria-label="Over what"
              data={[
                { value: "time", label: "A time" },
                { value: "dataset", label: "A dataset" },
              ]}
              value={over}
              onChange={setOver}
            />
            {over === "time" ? (
              <NativeSelect size="xs" label="Traces of" data={SPANS} value={hours} onChange={(event) => setHours(event.currentTarget.value)} />
            ) : (
              <>
                <Autocomplete size="xs" label="Dataset" data={names} value={dataset} error={errors.dataset} onChange={setDataset} />
                <TextInput
                  size="xs"
                  label="Run"
                  placeholder="The latest"
                  value={runName}
                  error={errors.run_name}
                  onChange={(event) => setRunName(event.currentTarget.value)}
                />
              </>
            )}
            <Checkbox size="xs" mb={7} label="Judge again what has its score" checked={again} onChange={(event) => setAgain(event.currentTarget.checked)} />
            <Button type="submit" size="xs" loading={starting.isPending} disabled={over === "dataset" && dataset.trim() === ""}>
              Start
            </Button>
          </Group>
          {starting.error && !isAtFields(errors, over === "time" ? [] : ["dataset", "run_name"]) && (
            <ErrorState error={starting.error} title="The run could not be started" />
          )}
        </Stack>
      </form>
    </Paper>
  );
}
