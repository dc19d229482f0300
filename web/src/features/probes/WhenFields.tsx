import { Group, NumberInput, SegmentedControl, SimpleGrid, Stack, TextInput } from "@mantine/core";
import type { PartGiven } from "./ProbeEditor";

const WAYS = [
  { value: "interval", label: "Again and again" },
  { value: "cron", label: "Cron" },
];

/** When a probe runs, how long it waits, and how often it has to fail. */
export function WhenFields({ draft, errors, onChange }: PartGiven) {
  return (
    <Stack gap="xs">
      <Group>
        <SegmentedControl size="xs" aria-label="When it runs" data={WAYS} value={draft.when} onChange={(when) => onChange({ when: when as typeof draft.when })} />
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {draft.when === "interval" ? (
          <NumberInput size="xs" label="Seconds apart" min={10} allowDecimal={false} value={draft.everyS} error={errors.every_s} onChange={(everyS) => onChange({ everyS })} />
        ) : (
          <TextInput size="xs" label="Cron, in UTC" placeholder="*/15 * * * *" value={draft.cron} error={errors.cron} onChange={(event) => onChange({ cron: event.currentTarget.value })} />
        )}
        <NumberInput size="xs" label="Seconds to wait for an answer" min={1} max={60} value={draft.timeoutS} error={errors.timeout_s} onChange={(timeoutS) => onChange({ timeoutS })} />
        <NumberInput
          size="xs"
          label="Failures in a row until down"
          min={1}
          max={100}
          allowDecimal={false}
          value={draft.failuresToDown}
          error={errors.failures_to_down}
          onChange={(failuresToDown) => onChange({ failuresToDown })}
        />
      </SimpleGrid>
    </Stack>
  );
}
