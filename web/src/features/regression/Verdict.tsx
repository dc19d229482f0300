import { Alert, Group, List, Paper, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { Interval } from "@/components/Interval";
import { formatCount, formatNumber, formatPercent, formatScore } from "@/format/numbers";
import type { Report, ScoreComparison } from "./regression";
import { FindingBadge, VerdictBadge } from "./VerdictBadge";
import { describeSettlement, FINDINGS, formatDrop, GRADES, toDropScale } from "./words";

interface Given {
  report: Report;
  failAt: number;
  warnAt: number;
}

/** The verdict, how sure it is, and what would make it surer. */
export function Verdict({ report, failAt, warnAt }: Given) {
  const [deciding] = report.scores;
  if (report.verdict === null) {
    return (
      <Alert color="gray" title="There is no verdict" role="status">
        <span className="untrusted">{report.refusal || report.sentence}</span>
      </Alert>
    );
  }
  return (
    <Paper withBorder p="md" component="section" aria-label="Verdict">
      <Stack gap="md">
        <Group gap="sm">
          <VerdictBadge verdict={report.verdict} size="xl" />
          {report.finding !== null && <FindingBadge finding={report.finding} size="xl" />}
          {report.strict && <Text size="sm">Strict: the interval decides.</Text>}
        </Group>
        <Text className="untrusted">{report.sentence}</Text>
        {deciding && <Noise score={deciding} />}
        <Scores scores={report.scores} failAt={failAt} warnAt={warnAt} />
        <Counts report={report} />
        {report.notes.length > 0 && (
          <List size="sm">
            {report.notes.map((note) => (
              <List.Item key={note} className="untrusted">
                {note}
              </List.Item>
            ))}
          </List>
        )}
      </Stack>
    </Paper>
  );
}

function Noise({ score }: { score: ScoreComparison }) {
  return (
    <Text size="sm" c="dimmed">
      {FINDINGS[score.finding].text}{" "}
      {score.detectable_drop !== null &&
        `With ${formatCount(score.items)} items that vary like these, a drop of ${formatDrop(score.detectable_drop, score.is_relative)} is the least that a test shows.`}
    </Text>
  );
}

function Scores({ scores, failAt, warnAt }: { scores: readonly ScoreComparison[]; failAt: number; warnAt: number }) {
  const scale = toDropScale(scores, failAt, warnAt);
  const percent = Math.round(100 * (scores[0]?.confidence ?? 0.95));
  return (
    <Table verticalSpacing={6} layout="fixed" aria-label="Scores">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="22%">Score</Table.Th>
          <Table.Th w={130}>Before → now</Table.Th>
          <Table.Th>Drop (dashes: none, {formatPercent(warnAt, 0)}, {formatPercent(failAt, 0)})</Table.Th>
          <Table.Th w={210}>{percent} % interval</Table.Th>
          <Table.Th w={150}>By noise</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {scores.map((score, index) => (
          <ScoreRow key={score.score_name} score={score} scale={scale} decides={index === 0} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function ScoreRow({ score, scale, decides }: { score: ScoreComparison; scale: ReturnType<typeof toDropScale>; decides: boolean }) {
  const { score_name: name, drop, low, high, is_relative: isRelative, grade, flips } = score;
  const format = (one: number) => formatDrop(one, isRelative);
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={decides ? 600 : 400} className="untrusted">
          {name}
        </Text>
        {flips && (
          <Text size="xs" c="dimmed">
            {flips.worse} now fail, {flips.better} now pass (p {flips.p < 0.001 ? "< 0.001" : `= ${formatNumber(flips.p, 3)}`})
          </Text>
        )}
      </Table.Td>
      <Table.Td className="tabular">
        {formatScore(score.baseline_mean)} → {formatScore(score.new_mean)}
      </Table.Td>
      <Table.Td>
        <Interval estimate={{ value: drop, low, high }} {...scale} format={format} color={`var(--mantine-color-${GRADES[grade].color}-filled)`} />
      </Table.Td>
      <Table.Td className="tabular">
        {format(drop)}
        {low !== null && high !== null && ` (${formatDrop(low, isRelative)} to ${formatDrop(high, isRelative)})`}
      </Table.Td>
      <Table.Td>
        <FindingBadge finding={score.finding} size="sm" />
      </Table.Td>
    </Table.Tr>
  );
}

function Counts({ report }: { report: Report }) {
  const [score] = report.scores;
  if (score === undefined) return null;
  const counts = [
    ["Items", formatCount(report.total_items)],
    ["Passed", formatCount(report.passed)],
    ["Warnings", formatCount(report.warnings)],
    ["Failed", formatCount(report.failed)],
    ["Without answer or score", formatCount(score.missing + score.unanswered + score.unscored)],
    ["Flaky", formatCount(report.flaky_items.length)],
    ["Would settle it", describeSettlement(score) ?? "–"],
  ] as const;
  return (
    <SimpleGrid cols={7} spacing="xs">
      {counts.map(([name, count]) => (
        <div key={name}>
          <Text size="xs" c="dimmed">
            {name}
          </Text>
          <Title order={3} className="tabular">
            {count}
          </Title>
        </div>
      ))}
    </SimpleGrid>
  );
}
