import { Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import type { RangeSearch } from "@/components/TimeRange";
import { formatCount, formatScore } from "@/format/numbers";
import type { Series } from "./series";
import { StepLink } from "./StepLink";

const PARTS = [
  { key: "persona_overall", label: "Overall" },
  { key: "persona_structure_policy", label: "Structure and policy" },
  { key: "persona_voice_fidelity", label: "Voice fidelity" },
] as const;

/** How well answers kept to a persona. */
export function PersonaCard({ series: { persona }, search }: { series: Series; search: RangeSearch }) {
  const isEmpty = PARTS.every(({ key }) => persona[key].count === 0);
  return (
    <Paper withBorder p="sm" h="100%" component="section" aria-label="Persona">
      <Title order={2} size="h3" mb="xs">
        Persona
      </Title>
      {isEmpty ? (
        <Text size="sm" c="dimmed">
          No persona scores in this time. Name scores persona_overall, persona_structure_policy or persona_voice_fidelity to
          see them here.
        </Text>
      ) : (
        <Stack gap="sm">
          {PARTS.map(({ key, label }) => (
            <Part key={key} name={key} label={label} average={persona[key]} search={search} />
          ))}
          <Text size="xs" c="dimmed" className="tabular">
            {formatCount(persona.rewrite_count)} rewrites
          </Text>
        </Stack>
      )}
    </Paper>
  );
}

interface PartGiven {
  name: string;
  label: string;
  average: { avg: number | null; count: number };
  search: RangeSearch;
}

function Part({ name, label, average: { avg, count }, search }: PartGiven) {
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={3}>
        <Text size="sm">
          <StepLink search={{ ...search, score: name }} text={label} />
        </Text>
        <Text size="sm" className="tabular">
          <b>{formatScore(avg)}</b>{" "}
          <Text span size="xs" c="dimmed">
            {formatCount(count)} scores
          </Text>
        </Text>
      </Group>
      <Progress value={100 * Math.min(1, Math.max(0, avg ?? 0))} size="sm" color="blue" aria-label={label} />
    </div>
  );
}
