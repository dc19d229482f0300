import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { errorAt, type FieldErrors } from "@/api/fields";
import { judgeNamesQuery } from "@/api/judges";
import { type CheckDraft, NEW_CHECK } from "./draft";
import type { Check } from "./probes";
import { CHECK_TYPES } from "./words";

const TYPES = Object.entries(CHECK_TYPES).map(([value, label]) => ({ value, label }));
const ASKS: Partial<Record<Check["type"], { label: string; placeholder: string }>> = {
  contains: { label: "Text", placeholder: "Paris" },
  matches: { label: "Pattern", placeholder: "order \\d+" },
  json_equals: { label: "Value", placeholder: "ok" },
  score: { label: "At least", placeholder: "0.7" },
  latency: { label: "At most (ms)", placeholder: "2000" },
  status: { label: "One of", placeholder: "200, 204" },
};

interface Given {
  checks: readonly CheckDraft[];
  errors: FieldErrors;
  onChange: (checks: CheckDraft[]) => void;
}

/** What has to be true of an answer, a line for each check. */
export function ChecksEditor({ checks, errors, onChange }: Given) {
  const change = (place: number, some: Partial<CheckDraft>) => onChange(checks.map((check, i) => (i === place ? { ...check, ...some } : check)));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        The answer
      </Text>
      {checks.map((check, place) => (
        <Line
          key={place}
          place={place + 1}
          check={check}
          error={errorAt(errors, `checks.${String(place)}`)}
          onChange={(some) => change(place, some)}
          onRemove={() => onChange(checks.filter((_, i) => i !== place))}
        />
      ))}
      <Group>
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => onChange([...checks, NEW_CHECK])}>
          Add a check
        </Button>
      </Group>
    </Stack>
  );
}

interface LineGiven {
  place: number;
  check: CheckDraft;
  error: string | undefined;
  onChange: (some: Partial<CheckDraft>) => void;
  onRemove: () => void;
}

function Line({ place, check, error, onChange, onRemove }: LineGiven) {
  const asks = ASKS[check.type];
  return (
    <Group gap="xs" align="start" wrap="nowrap">
      <NativeSelect
        size="xs"
        w={170}
        aria-label={`Check ${String(place)}`}
        data={TYPES}
        value={check.type}
        onChange={(event) => onChange({ type: event.currentTarget.value as Check["type"] })}
      />
      {check.type === "json_equals" && (
        <TextInput size="xs" w={170} aria-label={`Path ${String(place)}`} placeholder="$.status" value={check.path} onChange={(event) => onChange({ path: event.currentTarget.value })} />
      )}
      {check.type === "score" && <JudgeChoice place={place} judge={check.judge} onChange={(judge) => onChange({ judge })} />}
      {asks && (
        <TextInput
          size="xs"
          flex={1}
          aria-label={`${asks.label} ${String(place)}`}
          placeholder={asks.placeholder}
          value={check.value}
          error={error}
          onChange={(event) => onChange({ value: event.currentTarget.value })}
        />
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={`Remove check ${String(place)}`} onClick={onRemove}>
        <IconX size={15} />
      </ActionIcon>
    </Group>
  );
}

function JudgeChoice({ place, judge, onChange }: { place: number; judge: string; onChange: (judge: string) => void }) {
  const { data: names = [] } = useQuery(judgeNamesQuery);
  const choices = [{ value: "", label: "Which judge" }, ...names.map((name) => ({ value: name, label: name }))];
  return <NativeSelect size="xs" w={190} aria-label={`Judge ${String(place)}`} data={choices} value={judge} onChange={(event) => onChange(event.currentTarget.value)} />;
}
