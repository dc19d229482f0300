import { Button, Stack, Text, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { formatMinute } from "@/format/times";
import { between, type Range } from "./range";

interface Given {
  bounds: { from: Date; to: Date };
  onApply: (range: Range) => void;
}

/** From one time to another, in the browser's zone. */
export function ExactTimes({ bounds, onApply }: Given) {
  const [from, setFrom] = useState(toField(bounds.from));
  const [to, setTo] = useState(toField(bounds.to));
  const [error, setError] = useState<string | null>(null);
  const apply = (event: SyntheticEvent) => {
    event.preventDefault();
    const [start, end] = [new Date(from), new Date(to)];
    if (start < end) onApply(between(start, end));
    else setError("From has to be before to.");
  };
  return (
    <form onSubmit={apply}>
      <Stack gap="xs" w={210}>
        <TextInput type="datetime-local" size="xs" label="From" value={from} onChange={(event) => setFrom(event.currentTarget.value)} required />
        <TextInput type="datetime-local" size="xs" label="To" value={to} onChange={(event) => setTo(event.currentTarget.value)} error={error} required />
        <Button type="submit" size="xs">
          Show this time
        </Button>
        <Text size="xs" c="dimmed">
          {Intl.DateTimeFormat().resolvedOptions().timeZone}. Dragging across a chart zooms in.
        </Text>
      </Stack>
    </form>
  );
}

const toField = (time: Date) => formatMinute(time).replace(" ", "T");
