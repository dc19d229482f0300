import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconZoomOut } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { readNow } from "./now";
import { shift, zoomOut } from "./range";
import { RangePicker } from "./RangePicker";
import { Refresh } from "./Refresh";
import { useTimeRange } from "./useTimeRange";

/** Which time is looked at: presets, exact times, a step back or on, wider, and again. */
export function TimeRange() {
  const { from, to, range, setRange } = useTimeRange();
  const endsNow = range.kind === "last";
  return (
    <Group gap="xs" wrap="nowrap">
      <ActionIcon.Group>
        <Step label="Half a step back" onClick={() => setRange(shift({ from, to }, -1, readNow()))}>
          <IconChevronLeft size={16} />
        </Step>
        <RangePicker range={range} bounds={{ from, to }} onChange={setRange} />
        <Step label="Half a step on" disabled={endsNow} onClick={() => setRange(shift({ from, to }, 1, readNow()))}>
          <IconChevronRight size={16} />
        </Step>
        <Step label="Twice as long" onClick={() => setRange(zoomOut({ from, to }, readNow()))}>
          <IconZoomOut size={16} />
        </Step>
      </ActionIcon.Group>
      <Refresh endsNow={endsNow} />
    </Group>
  );
}

function Step(given: { label: string; disabled?: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={given.label}>
      <ActionIcon variant="default" size="input-xs" aria-label={given.label} disabled={given.disabled} onClick={given.onClick}>
        {given.children}
      </ActionIcon>
    </Tooltip>
  );
}
