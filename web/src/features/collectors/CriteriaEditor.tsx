import { ActionIcon, Button, Group, Input, NativeSelect, NumberInput, Stack, TagsInput, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type Bound, BOUND_CHOICES, type CriterionDraft, type CriterionType, NEW_CRITERION, TYPES } from "./criteria";

interface Given {
  criteria: readonly CriterionDraft[];
  onChange: (criteria: CriterionDraft[]) => void;
  error?: string | undefined;
}

const TYPE_CHOICES = Object.entries(TYPES).map(([value, label]) => ({ value, label }));

/** What is asked of a trace's scores: any number of criteria, of which one is enough. */
export function CriteriaEditor({ criteria, onChange, error }: Given) {
  const change = (at: number, some: Partial<CriterionDraft>) => onChange(criteria.map((one, index) => (index === at ? { ...one, ...some } : one)));
  return (
    <Input.Wrapper
      label="Scores"
      description="One of these is enough; without any, scores do not matter."
      error={error}
      labelElement="div"
      role="group"
      aria-label="Scores"
    >
      <Stack gap={6} mt={6} align="flex-start">
        {criteria.map((criterion, index) => (
          <Group key={index} gap={6} align="center" w="100%">
            <NativeSelect
              size="xs"
              w={250}
              aria-label={`Criterion ${index + 1}`}
              data={TYPE_CHOICES}
              value={criterion.type}
              onChange={(event) => change(index, { type: event.currentTarget.value as CriterionType })}
            />
            <Parts at={index + 1} criterion={criterion} onChange={(some) => change(index, some)} />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove criterion ${index + 1}`}
              onClick={() => onChange(criteria.filter((_, other) => other !== index))}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </Group>
        ))}
        <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} />} onClick={() => onChange([...criteria, NEW_CRITERION])}>
          Add a criterion
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}

interface PartsGiven {
  at: number;
  criterion: CriterionDraft;
  onChange: (some: Partial<CriterionDraft>) => void;
}

function Parts({ at, criterion, onChange }: PartsGiven) {
  const { type, scoreName, values } = criterion;
  if (type === "thumbs_down") return null;
  return (
    <>
      {type !== "quality" && (
        <TextInput
          size="xs"
          w={150}
          aria-label={`Name of score ${at}`}
          placeholder="score’s name"
          value={scoreName}
          onChange={(event) => onChange({ scoreName: event.currentTarget.value })}
        />
      )}
      {type === "category" ? (
        <TagsInput size="xs" flex={1} aria-label={`Categories ${at}`} placeholder="Enter ends each" value={values} onChange={(next) => onChange({ values: next })} />
      ) : (
        <Range at={at} criterion={criterion} onChange={onChange} />
      )}
    </>
  );
}

function Range({ at, criterion: { bounds }, onChange }: PartsGiven) {
  const change = (index: number, some: Partial<(typeof bounds)[number]>) =>
    onChange({ bounds: bounds.map((one, other) => (other === index ? { ...one, ...some } : one)) });
  return (
    <>
      {bounds.map(({ bound, value }, index) => (
        <Group key={index} gap={4} wrap="nowrap">
          <NativeSelect
            size="xs"
            w={92}
            aria-label={`Bound ${at}.${index + 1}`}
            data={BOUND_CHOICES}
            value={bound}
            onChange={(event) => change(index, { bound: event.currentTarget.value as Bound })}
          />
          <NumberInput size="xs" w={76} step={0.1} aria-label={`Value ${at}.${index + 1}`} value={value} onChange={(next) => change(index, { value: next })} />
        </Group>
      ))}
      {bounds.length < 2 && (
        <Button size="compact-xs" variant="subtle" onClick={() => onChange({ bounds: [...bounds, { bound: "at_least", value: "" }] })}>
          and …
        </Button>
      )}
    </>
  );
}
