import { ActionIcon, Checkbox, Popover, Stack, Tooltip } from "@mantine/core";
import { IconColumns } from "@tabler/icons-react";
import { COLUMNS } from "./columns";

interface Props {
  shown: readonly string[];
  onChange: (shown: string[]) => void;
}

/** Which columns the list has. */
export function ColumnsMenu({ shown, onChange }: Props) {
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label="Columns">
          <ActionIcon variant="default" size="input-xs" aria-label="Columns">
            <IconColumns size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group value={[...shown]} onChange={onChange} label="Columns" size="xs">
          <Stack gap={6} mt={6}>
            {COLUMNS.map((column) => (
              <Checkbox key={column.id} size="xs" value={column.id} label={column.header} disabled={shown.length === 1 && shown[0] === column.id} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
