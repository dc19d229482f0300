import { Autocomplete, Button, Group, NumberInput, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTimeRange } from "@/components/TimeRange";
import type { FilterField } from "./filters";
import { valuesQuery } from "./values";

interface Props {
  field: FilterField;
  onApply: (value: string) => void;
}

/** Which value a field should have: one of those that there are, or any other. */
export function ValueFilter({ field, onApply }: Props) {
  const { from, to } = useTimeRange();
  const [value, setValue] = useState("");
  const { data: values, isPending } = useQuery({ ...valuesQuery(field.name, from, to), enabled: field.kind === "value" });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() !== "") onApply(value.trim());
      }}
    >
      <Stack gap="xs" w={260}>
        {field.kind === "number" ? (
          <NumberInput
            size="xs"
            label={field.label}
            suffix={` ${field.unit ?? ""}`}
            min={0}
            autoFocus
            value={value}
            onChange={(number) => setValue(String(number))}
          />
        ) : (
          <Autocomplete
            size="xs"
            label={field.label}
            placeholder={isPending ? "Loading values…" : values?.length ? "Choose or type" : "Type a value"}
            data={values ?? []}
            limit={50}
            maxDropdownHeight={260}
            comboboxProps={{ withinPortal: false }}
            autoFocus
            value={value}
            onChange={setValue}
            onOptionSubmit={onApply}
          />
        )}
        <Group justify="flex-end">
          <Button size="compact-xs" type="submit" disabled={value.trim() === ""}>
            Apply
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
