import { Alert, Badge, Blockquote, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { formatScore } from "@/components/ScoreBadge";
import { formatCost } from "@/format/numbers";
import { describeReason, type Tried } from "./judges";

type Verdict = Tried["verdicts"][number];

/** What came of asking a judge: verdicts, a failure, or that there was nothing to judge. */
export function Outcome({ tried }: { tried: Tried }) {
  const { verdicts, not_applicable: nothing, failure } = tried;
  return (
    <Stack role="status" aria-label="What the judge says">
      {nothing != null && (
        <Alert color="gray" title="Nothing to judge">
          <span className="untrusted">{nothing}</span>
        </Alert>
      )}
      {failure && (
        <Alert color="red" title={describeReason(failure.reason)}>
          <span className="untrusted">{failure.detail}</span>
        </Alert>
      )}
      {verdicts.map((verdict) => (
        <VerdictCard key={verdict.score_name} verdict={verdict} />
      ))}
      <Text size="xs" c="dimmed">
        Nothing of this is stored.
      </Text>
    </Stack>
  );
}

function VerdictCard({ verdict }: { verdict: Verdict }) {
  const { score_name: name, value, label, reasoning, evidence, cost_usd: cost } = verdict;
  return (
    <Paper withBorder p="md" component="section" aria-label={`Verdict: ${name}`}>
      <Group gap="sm" mb={reasoning || evidence.length > 0 ? "xs" : 0}>
        <Title order={3}>
          <bdi>{name}</bdi>
        </Title>
        <Text fw={700} size="lg" className="tabular untrusted">
          {formatScore({ name, value })}
        </Text>
        {label && (
          <Badge variant="light" color="gray" tt="none">
            <bdi>{label}</bdi>
          </Badge>
        )}
        {cost > 0 && (
          <Text size="xs" c="dimmed">
            cost {formatCost(cost)}
          </Text>
        )}
      </Group>
      {reasoning && (
        <Text size="sm" className="untrusted">
          {reasoning}
        </Text>
      )}
      {evidence.map((quote, index) => (
        <Blockquote key={index} p="xs" mt="xs" fz="sm" className="untrusted">
          {quote}
        </Blockquote>
      ))}
    </Paper>
  );
}
