import { Badge, Paper, Table, Text, Title } from "@mantine/core";
import { toChange } from "@/components/change";
import { Delta } from "@/components/Delta";
import type { RangeSearch } from "@/components/TimeRange";
import { formatCount, formatNumber, formatScore } from "@/format/numbers";
import classes from "./metrics.module.css";
import type { Series } from "./series";
import { StepLink } from "./StepLink";

interface Given {
  series: Series;
  before: Series | undefined;
  search: RangeSearch;
}

const ROWS_MAX = 12;

/** Every score that is a number, and whether it counts as quality. */
export function ScoresCard({ series, before, search }: Given) {
  const then = new Map(before?.scores.map((score) => [score.name, score]));
  return (
    <Paper withBorder p="sm" h="100%" component="section" aria-label="Scores">
      <Title order={2} size="h3" mb="xs">
        Scores
      </Title>
      {series.scores.length === 0 ? (
        <Text size="sm" c="dimmed">
          No scores in this time. Send one with an SDK, or with POST /api/public/scores, to see quality here.
        </Text>
      ) : (
        <Table fz="sm" className="tabular" verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Name</Table.Th>
              <Table.Th scope="col" ta="right">
                Mean
              </Table.Th>
              <Table.Th scope="col">Change</Table.Th>
              <Table.Th scope="col">Range</Table.Th>
              <Table.Th scope="col" ta="right">
                Scores
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {series.scores.slice(0, ROWS_MAX).map((score) => {
              const had = then.get(score.name);
              const change = toChange(score.avg, had?.avg, score.is_quality ? "up" : "neither");
              return (
                <Table.Tr key={score.name}>
                  <Table.Th scope="row" fw={400} className="untrusted">
                    <StepLink search={{ ...search, score: score.name }} text={score.name} />{" "}
                    {score.is_quality && (
                      <Badge size="xs" variant="default" fw={500} tt="none">
                        quality
                      </Badge>
                    )}
                  </Table.Th>
                  <Table.Td ta="right">{formatScore(score.avg)}</Table.Td>
                  <Table.Td className={classes.whole}>{change && had && <Delta change={change} before={formatScore(had.avg)} />}</Table.Td>
                  <Table.Td className={classes.whole}>
                    {formatNumber(score.min)} to {formatNumber(score.max)}
                  </Table.Td>
                  <Table.Td ta="right">{formatCount(score.count)}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
