import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconListSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Interval } from "@/components/Interval";
import type { Firing, Rule } from "./alerts";
import { toFoundScale } from "./scale";
import { toTraceSearch } from "./traceLinks";
import { explainChance, explainFound, formatOf, toFound } from "./words";

/** Why it fired, in plain words: the value, of how many, between what it lies, and whether chance explains it. */
export function Evidence({ firing, rule }: { firing: Firing; rule: Rule | undefined }) {
  const found = toFound(firing);
  const format = formatOf(found.rule_type, found.measure);
  return (
    <Paper withBorder p="md" component="section" aria-label="Why it fired">
      <Stack gap="xs">
        <Group justify="space-between" align="start">
          <Title order={2}>Why it fired</Title>
          <Button
            size="compact-sm"
            leftSection={<IconListSearch size={15} />}
            renderRoot={(props) => <Link {...props} to="/traces" search={toTraceSearch(firing, rule)} />}
          >
            These traces
          </Button>
        </Group>
        <Text className="untrusted">{found.value === null ? firing.message : explainFound(found)}</Text>
        {found.value !== null && (
          <div>
            <Interval
              estimate={found}
              {...toFoundScale(found)}
              marks={[{ at: found.threshold, name: "limit" }]}
              format={format}
              color="var(--mantine-color-red-filled)"
            />
            <Group justify="space-between">
              <Text size="xs" c="dimmed">
                {format(toFoundScale(found).from)}
              </Text>
              <Text size="xs" c="dimmed">
                Dot: the value. Bar: where it lies with 95 % confidence. Dashes: the limit.
              </Text>
              <Text size="xs" c="dimmed">
                {format(toFoundScale(found).to)}
              </Text>
            </Group>
          </div>
        )}
        <Text size="sm" c="dimmed">
          {explainChance(found) || (found.value !== null && "The rule does not test for chance: any value beyond the limit counts.")}
        </Text>
      </Stack>
    </Paper>
  );
}
