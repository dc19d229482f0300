import { Autocomplete, Checkbox, Group, NativeSelect, NumberInput, Select, SimpleGrid, Stack, TagsInput, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { errorAt, type FieldErrors } from "@/api/fields";
import { type MadeType, SEVERITIES } from "./alerts";
import { type Draft, KINDS, limitError, measureOf, needsScore, pickKind, sideOf, unitOf } from "./draft";
import { FIELDS } from "./fields";
import { fieldValuesQuery } from "./fieldValues";
import { FiltersEditor } from "./FiltersEditor";
import { MEASURES } from "./words";

export interface PartGiven {
  draft: Draft;
  errors: FieldErrors;
  onChange: (some: Partial<Draft>) => void;
}

/** What a rule watches, and at which limit it fires. */
export function WatchFields({ draft, errors, onChange }: PartGiven) {
  const { label, about } = KINDS[draft.type];
  return (
    <Stack gap="sm">
      <Select
        label="What to watch"
        allowDeselect={false}
        data={Object.entries(KINDS).map(([value, kind]) => ({ value, label: kind.label }))}
        value={draft.type}
        error={errors.rule_type}
        onChange={(type) => type !== null && onChange(pickKind(type as MadeType))}
        data-autofocus
        aria-description={`${label}: ${about}`}
      />
      <Text size="xs" c="dimmed" mt={-8}>
        {about}
      </Text>
      {draft.type === "change" && <ChangeFields draft={draft} errors={errors} onChange={onChange} />}
      {draft.type === "slo_burn" && <BudgetFields draft={draft} errors={errors} onChange={onChange} />}
      {needsScore(draft) && <ScoreField draft={draft} errors={errors} onChange={onChange} />}
      <LimitFields draft={draft} errors={errors} onChange={onChange} />
    </Stack>
  );
}

function LimitFields({ draft, errors, onChange }: PartGiven) {
  const isBudget = draft.type === "slo_burn";
  return (
    <SimpleGrid cols={measureOf(draft) === "latency" && !isBudget ? 4 : isBudget ? 2 : 3} spacing="sm">
      {measureOf(draft) === "latency" && !isBudget && (
        <NumberInput
          label="Percentile"
          min={1}
          max={99.9}
          value={draft.quantilePercent}
          error={errors.quantile}
          onChange={(quantilePercent) => onChange({ quantilePercent })}
        />
      )}
      {isBudget ? (
        <NumberInput label="Shall be good" suffix=" %" value={draft.threshold} error={limitError(draft) ?? errors.threshold} onChange={(threshold) => onChange({ threshold })} />
      ) : (
        <NumberInput
          label={limitLabel(draft)}
          {...unitOf(draft)}
          thousandSeparator=","
          value={draft.threshold}
          error={limitError(draft) ?? errors.threshold}
          onChange={(threshold) => onChange({ threshold })}
        />
      )}
      {!isBudget && (
        <NumberInput
          label="Over the last"
          suffix=" min"
          min={1}
          clampBehavior="none"
          allowDecimal={false}
          value={draft.windowMinutes}
          error={errors.time_window_minutes}
          onChange={(windowMinutes) => onChange({ windowMinutes })}
        />
      )}
      <NativeSelect
        label="Severity"
        data={[...SEVERITIES]}
        value={draft.severity}
        error={errors.severity}
        onChange={(event) => onChange({ severity: event.currentTarget.value as Draft["severity"] })}
      />
    </SimpleGrid>
  );
}

function limitLabel(draft: Draft): string {
  const side = sideOf(draft);
  if (draft.type === "change") return side === "above" ? "Fires when higher by" : "Fires when lower by";
  return side === "above" ? "Fires above" : "Fires below";
}

function ScoreField({ draft, errors, onChange }: PartGiven) {
  const { data: scores = [] } = useQuery(fieldValuesQuery("score_name"));
  return (
    <Autocomplete
      label="Score"
      placeholder="faithfulness"
      data={scores}
      value={draft.scoreName}
      error={errorAt(errors, "filters.score_name")}
      onChange={(scoreName) => onChange({ scoreName })}
    />
  );
}

function ChangeFields({ draft, errors, onChange }: PartGiven) {
  return (
    <Group grow align="start">
      <NativeSelect
        label="Of"
        data={MEASURES}
        value={draft.measure}
        error={errors.measure}
        onChange={(event) => onChange({ measure: event.currentTarget.value as Draft["measure"], direction: null })}
      />
      <NativeSelect
        label="Compared with"
        data={[
          { value: "same_hour", label: "The same hour of earlier days" },
          { value: "previous_window", label: "The window before" },
        ]}
        value={draft.reference}
        error={errors.reference}
        onChange={(event) => onChange({ reference: event.currentTarget.value as Draft["reference"] })}
      />
    </Group>
  );
}

function BudgetFields({ draft, errors, onChange }: PartGiven) {
  return (
    <Group grow align="start">
      <NativeSelect
        label="Good is"
        data={[
          { value: "error_rate", label: "A trace without an error" },
          { value: "latency", label: "A trace that is quick enough" },
        ]}
        value={draft.measure}
        error={errors.measure}
        onChange={(event) => onChange({ measure: event.currentTarget.value as Draft["measure"] })}
      />
      {draft.measure === "latency" && (
        <NumberInput
          label="Within"
          suffix=" ms"
          min={1}
          clampBehavior="none"
          value={draft.latencyMs}
          error={errors.latency_ms}
          onChange={(latencyMs) => onChange({ latencyMs })}
        />
      )}
    </Group>
  );
}

const GROUPS_MAX = 3;

/** Which part of the traffic, and whether each part has an alert of its own. */
export function ScopeFields({ draft, errors, onChange }: PartGiven) {
  return (
    <Stack gap="sm">
      <FiltersEditor filters={draft.filters} error={errorAt(errors, "filters")} onChange={(filters) => onChange({ filters })} />
      {errorAt(errors, "filters") !== undefined || draft.isUnmatchedKept ? (
        <Checkbox
          size="xs"
          label="Keep it for what is still to come"
          description="Although nothing of the last day meets these filters."
          checked={draft.isUnmatchedKept}
          onChange={(event) => onChange({ isUnmatchedKept: event.currentTarget.checked })}
        />
      ) : null}
      <TagsInput
        size="xs"
        label="An alert for each"
        description="model, user_id … or metadata.<name>; none: one alert for all."
        placeholder={draft.groupBy.length === 0 ? "model" : ""}
        maxTags={GROUPS_MAX}
        data={[...FIELDS]}
        acceptValueOnBlur
        value={draft.groupBy}
        error={errorAt(errors, "group_by")}
        onChange={(groupBy) => onChange({ groupBy })}
      />
    </Stack>
  );
}
