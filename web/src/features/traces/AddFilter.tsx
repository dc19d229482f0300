import { Button, NavLink, Popover } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { FIELDS, type FilterField, type Filters, withFilter } from "./filters";
import { ScoreFilter } from "./ScoreFilter";
import { ValueFilter } from "./ValueFilter";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

/** Ask one thing more: first about what, then which value. */
export function AddFilter({ filters, onChange }: Props) {
  const [opened, setOpened] = useState(false);
  const [field, setField] = useState<FilterField | "score" | null>(null);
  const close = () => {
    setOpened(false);
    setField(null);
  };
  const apply = (next: Filters) => {
    onChange(next);
    close();
  };
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={13} />}
          onClick={() => {
            setField(null);
            setOpened(!opened);
          }}
        >
          Filter
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" miw={220}>
        {field === null && (
          <>
            {FIELDS.map((each) => (
              <NavLink key={each.name} component="button" type="button" label={each.label} py={5} onClick={() => setField(each)} />
            ))}
            <NavLink component="button" type="button" label="Score" py={5} onClick={() => setField("score")} />
          </>
        )}
        {field === "score" && <ScoreFilter filters={filters} onApply={apply} />}
        {field !== null && field !== "score" && (
          <ValueFilter field={field} onApply={(value) => apply(withFilter(filters, field.name, value))} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
