import { Group, Stack, Table, Text } from "@mantine/core";
import { useMemo } from "react";
import { formatScore } from "@/components/ScoreBadge";
import { TextLink } from "@/components/TextLink";
import { formatTime } from "@/format/times";
import { AddScore } from "./AddScore";
import type { Subject, TraceScore } from "./trace";
import classes from "./TracePage.module.css";
import type { SpanOutline } from "./tree";

interface Props {
  subject: Subject;
  scores: readonly TraceScore[];
  spans: readonly SpanOutline[];
}

/** What was thought of the trace or the step, by whom and why, and a way to say what one thinks oneself. */
export function ScoresView({ subject, scores, spans }: Props) {
  const names = useMemo(() => new Map(spans.map((span) => [span.id, span.name])), [spans]);
  return (
    <Stack>
      {scores.length > 0 && (
        <Table className={classes.scores}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Score</Table.Th>
              <Table.Th>Value</Table.Th>
              <Table.Th>By</Table.Th>
              {subject.spanId === null && <Table.Th>Of</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {scores.map((score) => (
              <Table.Tr key={score.id}>
                <Table.Td>
                  <Text size="sm" fw={500} className="untrusted">
                    {score.name}
                  </Text>
                  {score.comment && (
                    <Text size="sm" className={`untrusted ${classes.quiet}`}>
                      {score.comment}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td className="tabular untrusted">{formatScore({ name: score.name, value: score.value, dataType: score.data_type, stringValue: score.string_value })}</Table.Td>
                <Table.Td>
                  <Text size="xs">{SOURCES[score.source] ?? score.source}</Text>
                  <Text size="xs" className={classes.quiet}>
                    {formatTime(score.timestamp)}
                  </Text>
                </Table.Td>
                {subject.spanId === null && (
                  <Table.Td>
                    {score.span_id === null ? (
                      "the trace"
                    ) : (
                      <TextLink to="." search={(had: object) => ({ ...had, span: score.span_id ?? undefined })}>
                        <bdi>{names.get(score.span_id) ?? score.span_id}</bdi>
                      </TextLink>
                    )}
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {scores.length === 0 && <Text size="sm">Nobody has scored this yet.</Text>}
      <Group>
        <AddScore key={subject.spanId} subject={subject} />
      </Group>
    </Stack>
  );
}

const SOURCES: Record<string, string> = { API: "application", EVAL: "judge", ANNOTATION: "person" };
