import { Button, Group, NumberInput, Pill, Select } from "@mantine/core";
import { useSearchChange } from "@/app/searchText";
import type { ScoreName } from "./figures";
import type { ScoreFilters } from "./scores";

const SOURCES = [
  { value: "API", label: "Sent by an application" },
  { value: "EVAL", label: "Given by a judge" },
  { value: "ANNOTATION", label: "Given by a person" },
];
const TYPES = [
  { value: "NUMERIC", label: "Number" },
  { value: "BOOLEAN", label: "True or false" },
  { value: "CATEGORICAL", label: "Category" },
  { value: "TEXT", label: "Text" },
];
const NOTHING = { name: undefined, source: undefined, type: undefined, value: undefined, min: undefined, max: undefined };

/** Which scores: by name, type, source and value. */
export function ScoreFilterBar({ filters, names }: { filters: ScoreFilters; names: readonly ScoreName[] }) {
  const change = useSearchChange();
  const known = [...new Set([...names.map(({ name }) => name), filters.name].filter(Boolean))].sort();
  const choose = (name: string | null) => {
    const types = names.filter((one) => one.name === name).map(({ type }) => type);
    change({ ...NOTHING, source: filters.source || undefined, name: name ?? undefined, type: types.length === 1 ? types[0] : undefined });
  };
  const isAsked = Object.values(filters).some(Boolean);
  return (
    <Group gap="xs" mb="md">
      <Select size="xs" w={220} aria-label="Name" placeholder="Any name" data={known} searchable clearable value={filters.name || null} onChange={choose} clearButtonProps={{ "aria-label": "Any name" }} />
      <Select
        size="xs"
        w={140}
        aria-label="Type"
        placeholder="Any type"
        data={TYPES}
        clearable
        value={filters.type || null}
        onChange={(type) => change({ type: type ?? undefined, value: undefined, min: undefined, max: undefined })}
        clearButtonProps={{ "aria-label": "Any type" }}
      />
      <Select
        size="xs"
        w={200}
        aria-label="Source"
        placeholder="Any source"
        data={SOURCES}
        clearable
        value={filters.source || null}
        onChange={(source) => change({ source: source ?? undefined })}
        clearButtonProps={{ "aria-label": "Any source" }}
      />
      {filters.type === "NUMERIC" && <ValueRange filters={filters} />}
      {filters.value && (
        <Pill withRemoveButton onRemove={() => change({ value: undefined })} removeButtonProps={{ "aria-label": "Any value" }}>
          {filters.value}
        </Pill>
      )}
      {isAsked && (
        <Button size="xs" variant="subtle" color="gray" onClick={() => change(NOTHING)}>
          Clear
        </Button>
      )}
    </Group>
  );
}

function ValueRange({ filters }: { filters: ScoreFilters }) {
  const change = useSearchChange();
  return (
    <>
      {(["min", "max"] as const).map((end) => (
        <NumberInput
          key={end}
          size="xs"
          w={100}
          aria-label={end === "min" ? "Least value" : "Greatest value"}
          placeholder={end === "min" ? "At least" : "At most"}
          hideControls
          value={filters[end]}
          onChange={(value) => change({ [end]: String(value) || undefined })}
        />
      ))}
    </>
  );
}
