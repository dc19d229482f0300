import { Checkbox, NativeSelect, NumberInput, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { type Draft, sideOf, unitOf } from "./draft";
import type { PartGiven } from "./RuleFields";

/** How sure a rule must be before it fires. */
export function SureFields({ draft, errors, onChange }: PartGiven) {
  return (
    <Stack gap="sm">
      <Checkbox
        size="sm"
        label="Only beyond chance"
        description="Three bad answers of four are 75 %, and no news. It waits until chance does not explain what it sees, however often it looks."
        checked={draft.noiseTest}
        onChange={(event) => onChange({ noiseTest: event.currentTarget.checked })}
      />
      <SimpleGrid cols={3} spacing="sm">
        <NumberInput
          size="xs"
          label="Samples at least"
          min={1}
          clampBehavior="none"
          value={draft.minimumSamples}
          error={errors.minimum_samples}
          onChange={(minimumSamples) => onChange({ minimumSamples })}
        />
        <Minutes label="Evidence from up to" name="lookbackMinutes" error={errors.lookback_minutes} draft={draft} onChange={onChange} />
        <NativeSelect
          size="xs"
          label="Too few samples"
          data={MISSING}
          value={draft.missing}
          error={errors.missing}
          onChange={(event) => onChange({ missing: event.currentTarget.value as Draft["missing"] })}
        />
      </SimpleGrid>
    </Stack>
  );
}

const MISSING = [
  { value: "ignore", label: "Say nothing" },
  { value: "keep", label: "Keep the state" },
  { value: "alert", label: "Fire when nothing comes" },
  { value: "recover", label: "Are fine" },
];

/** When it begins and ends, how often it is told, and what is said of it. */
export function TimingFields({ draft, errors, onChange }: PartGiven) {
  return (
    <Stack gap="sm">
      <SimpleGrid cols={3} spacing="sm">
        <NativeSelect
          size="xs"
          label="The bad side"
          data={[
            { value: "above", label: "Above the limit" },
            { value: "below", label: "Below the limit" },
          ]}
          value={sideOf(draft)}
          error={errors.direction}
          onChange={(event) => onChange({ direction: event.currentTarget.value as Draft["direction"] })}
        />
        <NumberInput
          size="xs"
          label="Fine again at"
          placeholder="The limit"
          {...unitOf(draft)}
          value={draft.recovery}
          error={errors.recovery_threshold}
          onChange={(recovery) => onChange({ recovery })}
        />
        <Minutes label="Must last" name="pendingMinutes" error={errors.pending_minutes} draft={draft} onChange={onChange} />
        <Minutes label="Then quiet for" name="cooldownMinutes" error={errors.cooldown_minutes} draft={draft} onChange={onChange} />
        <Minutes label="Tell again after" name="renotifyMinutes" error={errors.renotify_minutes} draft={draft} onChange={onChange} />
      </SimpleGrid>
      <TextInput
        size="xs"
        label="Runbook"
        placeholder="https://wiki.example.com/what-to-do"
        value={draft.runbookUrl}
        error={errors.runbook_url}
        onChange={(event) => onChange({ runbookUrl: event.currentTarget.value })}
      />
      <Textarea
        size="xs"
        label="Description"
        autosize
        minRows={1}
        value={draft.description}
        error={errors.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
    </Stack>
  );
}

type MinutesName = "lookbackMinutes" | "pendingMinutes" | "cooldownMinutes" | "renotifyMinutes";

interface MinutesGiven {
  label: string;
  name: MinutesName;
  error: string | undefined;
  draft: Draft;
  onChange: (some: Partial<Draft>) => void;
}

function Minutes({ label, name, error, draft, onChange }: MinutesGiven) {
  return (
    <NumberInput
      size="xs"
      label={label}
      suffix=" min"
      min={0}
      clampBehavior="none"
      allowDecimal={false}
      value={draft[name]}
      error={error}
      onChange={(minutes) => onChange({ [name]: minutes })}
    />
  );
}
