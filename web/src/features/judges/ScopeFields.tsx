import { Checkbox, Fieldset, Group, NumberInput, SegmentedControl, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { errorAt, type FieldErrors } from "@/api/fields";
import { ConditionsEditor } from "@/components/Conditions";
import type { Draft } from "./draft";

interface Given {
  draft: Draft;
  errors: FieldErrors;
  onChange: (some: Partial<Draft>) => void;
}

/** What a judge looks at, what its scores count as, and what it may spend. */
export function ScopeFields({ draft, errors, onChange }: Given) {
  return (
    <>
      <Fieldset legend="What it looks at">
        <Stack gap="sm">
          <Group>
            <SegmentedControl
              size="xs"
              aria-label="Whole traces or single steps"
              data={[
                { value: "trace", label: "Whole traces" },
                { value: "span", label: "Single steps" },
              ]}
              value={draft.level}
              onChange={(level) => onChange({ level })}
            />
          </Group>
          <ConditionsEditor
            label="Conditions"
            description="All must hold; without any, everything is looked at."
            level={draft.level}
            conditions={draft.filters}
            error={errorAt(errors, "filters")}
            onChange={(filters) => onChange({ filters })}
          />
          <SimpleGrid cols={2}>
            <NumberInput
              size="xs"
              label="Share of them (%)"
              min={0}
              max={100}
              clampBehavior="none"
              value={draft.samplingPercent}
              error={errorAt(errors, "sampling")}
              onChange={(samplingPercent) => onChange({ samplingPercent })}
            />
            <NumberInput
              size="xs"
              label="Wait after the last news of a trace (s)"
              min={0}
              clampBehavior="none"
              value={draft.delayS}
              error={errorAt(errors, "delay_s")}
              onChange={(delayS) => onChange({ delayS })}
            />
          </SimpleGrid>
        </Stack>
      </Fieldset>
      <Fieldset legend="Scores and budget">
        <Stack gap="sm">
          <Checkbox
            size="xs"
            label="Its scores count as quality"
            description="They must lie between 0 and 1, or be true or false."
            checked={draft.isQuality}
            onChange={(event) => onChange({ isQuality: event.currentTarget.checked })}
          />
          <SimpleGrid cols={3}>
            <TextInput
              size="xs"
              label="Name of its scores"
              placeholder={draft.name.trim() || "As the judge"}
              value={draft.scoreName}
              error={errors.score_name}
              onChange={(event) => onChange({ scoreName: event.currentTarget.value })}
            />
            <NumberInput
              size="xs"
              label="At most USD a day"
              placeholder="No limit"
              min={0}
              clampBehavior="none"
              value={draft.costPerDay}
              error={errorAt(errors, "budget.cost_usd_per_day")}
              onChange={(costPerDay) => onChange({ costPerDay })}
            />
            <NumberInput
              size="xs"
              label="At most calls a minute"
              placeholder="No limit"
              min={1}
              allowDecimal={false}
              clampBehavior="none"
              value={draft.callsPerMinute}
              error={errorAt(errors, "budget.calls_per_minute")}
              onChange={(callsPerMinute) => onChange({ callsPerMinute })}
            />
          </SimpleGrid>
          <Textarea
            size="xs"
            label="Description"
            autosize
            minRows={1}
            value={draft.description}
            onChange={(event) => onChange({ description: event.currentTarget.value })}
          />
        </Stack>
      </Fieldset>
    </>
  );
}
