import { Button, Group, Pill, SegmentedControl, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { AddFilter } from "./AddFilter";
import classes from "./TracesPage.module.css";
import { type Filters, hasFilters, toChips } from "./filters";
import { useTypedText } from "@/app/useTypedText";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

const STATUSES = [
  { value: "", label: "All" },
  { value: "success", label: "OK" },
  { value: "error", label: "Errors" },
];

/** Every question that is asked, and ways to ask others. */
export function FilterBar({ filters, onChange }: Props) {
  const [typed, setTyped] = useTypedText(filters.text ?? "", (text) => onChange({ ...filters, text: text || undefined }));
  return (
    <Group gap="xs" mb="sm">
      <TextInput
        size="xs"
        w={260}
        type="search"
        aria-label="Words in a name, an input or an output"
        placeholder="Words in name, input or output"
        leftSection={<IconSearch size={14} />}
        maxLength={1000}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <SegmentedControl
        size="xs"
        aria-label="Status"
        data={STATUSES}
        value={filters.status ?? ""}
        onChange={(status) => onChange({ ...filters, status: status || undefined })}
      />
      {toChips(filters).map((chip) => (
        <Pill
          key={chip.key}
          withRemoveButton
          className={classes.chip}
          onRemove={() => onChange(chip.without)}
          removeButtonProps={{ "aria-label": `Remove the filter ${chip.label}: ${chip.value}`, tabIndex: 0, "aria-hidden": false }}
        >
          <span className={classes.chipLabel}>{chip.label}</span> <bdi>{chip.value}</bdi>
        </Pill>
      ))}
      <AddFilter filters={filters} onChange={onChange} />
      {hasFilters(filters) && (
        <Button size="compact-xs" variant="subtle" onClick={() => onChange({})}>
          Clear all
        </Button>
      )}
    </Group>
  );
}
