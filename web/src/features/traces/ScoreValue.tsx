import { Group, Input, NumberInput, SegmentedControl, Select, TextInput } from "@mantine/core";
import type { Kind } from "./scoreValue";
import type { ScoreConfig } from "./trace";

interface Props {
  kind: Kind;
  config: ScoreConfig | undefined;
  value: string;
  onValue: (value: string) => void;
  onKind: (kind: Kind) => void;
}

const KINDS = [
  { value: "NUMERIC", label: "Number" },
  { value: "BOOLEAN", label: "True or false" },
  { value: "CATEGORICAL", label: "Category" },
];

/** The control for a score's value: what the config says, or what one chooses. */
export function ScoreValue({ kind, config, value, onValue, onKind }: Props) {
  return (
    <Group gap="xs" align="flex-end">
      {!config && (
        <Select
          size="xs"
          w={150}
          label="Kind"
          allowDeselect={false}
          data={KINDS}
          value={kind}
          onChange={(next) => {
            onKind(next as Kind);
            onValue("");
          }}
        />
      )}
      <Control kind={kind} config={config} value={value} onValue={onValue} />
    </Group>
  );
}

function Control({ kind, config, value, onValue }: Omit<Props, "onKind">) {
  if (kind === "BOOLEAN") {
    const sides = [
      { value: "1", label: "True" },
      { value: "0", label: "False" },
    ];
    return (
      <Input.Wrapper size="xs" label="Value" labelElement="div">
        <SegmentedControl size="xs" aria-label="Value" data={sides} value={value} onChange={onValue} />
      </Input.Wrapper>
    );
  }
  if (kind === "CATEGORICAL" && config?.categories) {
    return <Select size="xs" label="Value" data={config.categories.map((each) => each.label)} value={value || null} onChange={(next) => onValue(next ?? "")} />;
  }
  if (kind === "NUMERIC") {
    const { minValue, maxValue } = config ?? { minValue: null, maxValue: null };
    const range = minValue !== null && maxValue !== null ? `Value, ${minValue} to ${maxValue}` : "Value";
    return <NumberInput size="xs" label={range} step={0.1} min={minValue ?? undefined} max={maxValue ?? undefined} value={value} onChange={(next) => onValue(String(next))} />;
  }
  return <TextInput size="xs" label="Value" value={value} onChange={(event) => onValue(event.currentTarget.value)} />;
}
