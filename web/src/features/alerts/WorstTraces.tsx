import { Paper, Table, Text, Title } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import type { Answered } from "@/api/shapes";
import { TextLink } from "@/components/TextLink";
import { formatDuration, formatScore } from "@/format/numbers";
import { formatTime } from "@/format/times";
import { outlineQuery } from "../traces/trace";
import type { Firing, Rule } from "./alerts";

/** The traces to look at first. */
export function WorstTraces({ firing, rule }: { firing: Firing; rule: Rule | undefined }) {
  const ids = firing.worst_trace_ids;
  const outlines = useQueries({ queries: ids.map((id) => outlineQuery(id)) });
  const score = [rule?.filters.score_name ?? []].flat()[0];
  return (
    <Paper withBorder p="md" component="section" aria-label="Worst traces">
      <Title order={2} mb="xs">
        Worst traces
      </Title>
      {ids.length === 0 ? (
        <Text size="sm" c="dimmed">
          There are none to show: what is missing has no trace.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing={6} highlightOnHover aria-label="Worst traces">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Trace</Table.Th>
                <Table.Th w={170}>At</Table.Th>
                <Table.Th ta="right">Latency</Table.Th>
                <Table.Th>{score ?? "Error"}</Table.Th>
                <Table.Th>Release</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {ids.map((id, index) => (
                <Row key={id} id={id} outline={outlines[index]?.data} isGone={outlines[index]?.isError ?? false} score={score} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Paper>
  );
}

interface RowGiven {
  id: string;
  outline: Outline | undefined;
  isGone: boolean;
  score: string | undefined;
}

type Outline = Answered<"/metrics/traces/{trace_id}/outline", "get">;

function Row({ id, outline, isGone, score }: RowGiven) {
  if (outline === undefined) {
    return (
      <Table.Tr>
        <Table.Td colSpan={5} className="mono">
          {id} {isGone ? "(was deleted)" : "…"}
        </Table.Td>
      </Table.Tr>
    );
  }
  const given = outline.scores.find(({ name }) => name === score)?.value;
  return (
    <Table.Tr>
      <Table.Td>
        <TextLink to="/traces/$traceId" params={{ traceId: id }} className="untrusted">
          {outline.name || id.slice(0, 12)}
        </TextLink>
      </Table.Td>
      <Table.Td className="tabular">{formatTime(outline.timestamp)}</Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatDuration(outline.latency_ms)}
      </Table.Td>
      <Table.Td className="untrusted">{score === undefined ? (outline.error_type ?? (outline.status === "error" ? "Failed" : "–")) : formatScore(Number(given))}</Table.Td>
      <Table.Td className="untrusted">{outline.release ?? "–"}</Table.Td>
    </Table.Tr>
  );
}
