import { Autocomplete, Group, JsonInput, NumberInput, SegmentedControl, Stack, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { datasetNamesQuery } from "@/api/datasets";
import { errorAt } from "@/api/fields";
import type { PartGiven } from "./ProbeEditor";

const WAYS = [
  { value: "queries", label: "Questions" },
  { value: "dataset", label: "Items of a dataset" },
];

/** What is asked: questions of one's own, or those of a dataset. */
export function AskedFields({ draft, errors, onChange }: PartGiven) {
  const { data: datasets = [] } = useQuery(datasetNamesQuery);
  return (
    <Stack gap="xs">
      <Group>
        <SegmentedControl size="xs" aria-label="What is asked" data={WAYS} value={draft.asks} onChange={(asks) => onChange({ asks: asks as typeof draft.asks })} />
      </Group>
      {draft.asks === "queries" ? (
        <Textarea
          label="Questions"
          description="One a line, ten at most."
          autosize
          minRows={2}
          maxRows={10}
          value={draft.queries}
          error={errorAt(errors, "queries")}
          onChange={(event) => onChange({ queries: event.currentTarget.value })}
        />
      ) : (
        <Group grow align="start">
          <Autocomplete label="Dataset" data={datasets} value={draft.dataset} error={errors.dataset ?? errorAt(errors, "queries")} onChange={(dataset) => onChange({ dataset })} />
          <NumberInput label="How many of its newest items" min={1} max={10} allowDecimal={false} value={draft.itemsMax} error={errors.items_max} onChange={(itemsMax) => onChange({ itemsMax })} />
        </Group>
      )}
      <JsonInput
        size="xs"
        label="Variables"
        description="What the target's template needs beside the question, as a JSON object."
        placeholder='{"twin_id": "support"}'
        autosize
        minRows={1}
        value={draft.variables}
        error={errorAt(errors, "variables")}
        onChange={(variables) => onChange({ variables })}
      />
    </Stack>
  );
}
