import { Box, Button, Divider, Group, NavLink, Popover, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendarTime } from "@tabler/icons-react";
import { ExactTimes } from "./ExactTimes";
import { describeRange, parseRange, PRESETS, type Range } from "./range";

interface Given {
  range: Range;
  bounds: { from: Date; to: Date };
  onChange: (range: Range) => void;
}

/** A preset, or exact times. */
export function RangePicker({ range, bounds, onChange }: Given) {
  const [opened, { toggle, close }] = useDisclosure();
  const choose = (chosen: Range) => {
    onChange(chosen);
    close();
  };
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconCalendarTime size={15} />}
          onClick={toggle}
          aria-label={`Time range: ${describeRange(range)}`}
        >
          {describeRange(range)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <Group align="stretch" wrap="nowrap" gap="sm">
          <Box p="xs">
            <Text size="sm" fw={600} mb="xs">
              Exact times
            </Text>
            <ExactTimes bounds={bounds} onApply={choose} />
          </Box>
          <Divider orientation="vertical" />
          <Box w={164}>
            {PRESETS.map(({ name, label }) => (
              <NavLink
                key={name}
                component="button"
                type="button"
                label={label}
                active={range.kind === "last" && range.name === name}
                onClick={() => choose(parseRange({ range: name }))}
              />
            ))}
          </Box>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
