import { ActionIcon, Autocomplete, Button, Group, Input, NativeSelect, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type ConditionDraft, fieldsOf, hintOf, type Level, needsKey, type Operator, operatorsOf, takesValue } from "./conditions";

interface Given {
  label: string;
  description?: string;
  level: Level;
  conditions: readonly ConditionDraft[];
  onChange: (conditions: ConditionDraft[]) => void;
  error?: string | undefined;
}

const NEW: ConditionDraft = { field: "name", key: "", operator: "=", value: "" };

/** What must be true of a trace or a span: any number of conditions, all of which hold. */
export function ConditionsEditor({ label, description, level, conditions, onChange, error }: Given) {
  const change = (at: number, some: Partial<ConditionDraft>) =>
    onChange(conditions.map((one, index) => (index === at ? adapt({ ...one, ...some }) : one)));
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div" role="group" aria-label={label}>
      <Stack gap={6} mt={6} align="flex-start">
        {conditions.map((condition, index) => (
          <Row
            key={index}
            at={index + 1}
            level={level}
            condition={condition}
            onChange={(some) => change(index, some)}
            onRemove={() => onChange(conditions.filter((_, other) => other !== index))}
          />
        ))}
        <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} />} onClick={() => onChange([...conditions, NEW])}>
          Add a condition
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}

/** Another field may be compared in other ways. */
function adapt(condition: ConditionDraft): ConditionDraft {
  const operators = operatorsOf(condition.field);
  return operators.includes(condition.operator) ? condition : { ...condition, operator: operators[0] ?? "=" };
}

interface RowGiven {
  at: number;
  level: Level;
  condition: ConditionDraft;
  onChange: (some: Partial<ConditionDraft>) => void;
  onRemove: () => void;
}

function Row({ at, level, condition, onChange, onRemove }: RowGiven) {
  const { field, key, operator, value } = condition;
  return (
    <Group gap={6} wrap="nowrap" w="100%">
      <Autocomplete size="xs" w={150} aria-label={`Field ${at}`} data={fieldsOf(level)} value={field} onChange={(next) => onChange({ field: next })} />
      {needsKey(field) && (
        <TextInput
          size="xs"
          w={130}
          aria-label={`Name ${at}`}
          placeholder={field === "metadata" ? "entry" : "score’s name"}
          value={key}
          onChange={(event) => onChange({ key: event.currentTarget.value })}
        />
      )}
      <NativeSelect
        size="xs"
        w={140}
        aria-label={`Operator ${at}`}
        data={[...operatorsOf(field)]}
        value={operator}
        onChange={(event) => onChange({ operator: event.currentTarget.value as Operator })}
      />
      {takesValue(operator) && (
        <TextInput
          size="xs"
          flex={1}
          aria-label={`Value ${at}`}
          placeholder={hintOf(condition)}
          value={value}
          onChange={(event) => onChange({ value: event.currentTarget.value })}
        />
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={`Remove condition ${at}`} onClick={onRemove}>
        <IconTrash size={15} />
      </ActionIcon>
    </Group>
  );
}
