import { Autocomplete, Button, Group, NumberInput, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTimeRange } from "@/components/TimeRange";
import type { Filters } from "./filters";
import { valuesQuery } from "./values";

interface Props {
  filters: Filters;
  onApply: (filters: Filters) => void;
}

/** Traces that have a score, in a range if one is given. */
export function ScoreFilter({ filters, onApply }: Props) {
  const { from, to } = useTimeRange();
  const { data: names } = useQuery(valuesQuery("score", from, to));
  const [score, setScore] = useState(filters.score ?? "");
  const [least, setLeast] = useState(filters.score_min ?? "");
  const [greatest, setGreatest] = useState(filters.score_max ?? "");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onApply({ ...filters, score: score.trim(), score_min: least || undefined, score_max: greatest || undefined });
      }}
    >
      <Stack gap="xs" w={260}>
        <Autocomplete
          size="xs"
          label="Score"
          placeholder="Choose or type"
          data={names ?? []}
          limit={50}
          comboboxProps={{ withinPortal: false }}
          autoFocus
          value={score}
          onChange={setScore}
        />
        <Group gap="xs" grow>
          <NumberInput size="xs" label="At least" step={0.1} value={least} onChange={(value) => setLeast(String(value))} />
          <NumberInput size="xs" label="At most" step={0.1} value={greatest} onChange={(value) => setGreatest(String(value))} />
        </Group>
        <Group justify="flex-end">
          <Button size="compact-xs" type="submit" disabled={score.trim() === ""}>
            Apply
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
