import { ActionIcon, Autocomplete, Button, Group, Input, Stack, TagsInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { FilterDraft } from "./draft";
import { FIELDS } from "./fields";
import { fieldValuesQuery } from "./fieldValues";

interface Given {
  filters: readonly FilterDraft[];
  error?: string | undefined;
  onChange: (filters: FilterDraft[]) => void;
}

/** Which part of the traffic a rule is about: fields, and the values that they may have. */
export function FiltersEditor({ filters, error, onChange }: Given) {
  const change = (at: number, some: Partial<FilterDraft>) => onChange(filters.map((one, index) => (index === at ? { ...one, ...some } : one)));
  return (
    <Input.Wrapper label="Only where" error={error} labelElement="div" role="group" aria-label="Only where">
      <Stack gap={6} mt={4} align="flex-start">
        {filters.map((filter, index) => (
          <Row
            key={index}
            at={index + 1}
            filter={filter}
            onChange={(some) => change(index, some)}
            onRemove={() => onChange(filters.filter((_, other) => other !== index))}
          />
        ))}
        <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} />} onClick={() => onChange([...filters, { field: "model", values: [] }])}>
          Add a filter
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}

interface RowGiven {
  at: number;
  filter: FilterDraft;
  onChange: (some: Partial<FilterDraft>) => void;
  onRemove: () => void;
}

function Row({ at, filter: { field, values }, onChange, onRemove }: RowGiven) {
  const { data: known = [] } = useQuery(fieldValuesQuery(field));
  return (
    <Group gap={6} wrap="nowrap" w="100%" align="start">
      <Autocomplete size="xs" w={150} aria-label={`Field ${at}`} data={[...FIELDS]} value={field} onChange={(next) => onChange({ field: next, values: [] })} />
      <TagsInput
        size="xs"
        flex={1}
        aria-label={`Values ${at}`}
        placeholder={values.length === 0 ? "One value or several" : ""}
        data={known}
        value={values}
        acceptValueOnBlur
        onChange={(next) => onChange({ values: next })}
      />
      <ActionIcon variant="subtle" color="gray" aria-label={`Remove filter ${at}`} onClick={onRemove}>
        <IconTrash size={15} />
      </ActionIcon>
    </Group>
  );
}
