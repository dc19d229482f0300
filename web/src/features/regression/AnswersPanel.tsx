import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { ScoreBadge } from "@/components/ScoreBadge";
import { TextLink } from "@/components/TextLink";
import { formatDuration } from "@/format/numbers";
import { type Answer, answersQuery, type Test } from "./regression";

/** Every answer of a test, with what judges thought of it. */
export function AnswersPanel({ test }: { test: Test }) {
  const found = useInfiniteQuery(answersQuery(test.test_id));
  if (found.isPending) return <Loading rows={5} />;
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const answers = found.data.pages.flatMap((page) => page.items);
  if (answers.length === 0) return <EmptyState title="No answers yet" text="They appear here as the target gives them." />;
  return (
    <Stack>
      <Table verticalSpacing="xs" layout="fixed" aria-label="Answers">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Question</Table.Th>
            <Table.Th>Answer</Table.Th>
            <Table.Th>Scores</Table.Th>
            <Table.Th w={90} ta="right">
              Latency
            </Table.Th>
            <Table.Th w={70}>Trace</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {answers.map((answer) => (
            <Row key={`${answer.item_id} ${answer.repeat}`} answer={answer} />
          ))}
        </Table.Tbody>
      </Table>
      {found.hasNextPage && (
        <Group>
          <Button size="xs" variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            More answers
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Row({ answer }: { answer: Answer }) {
  // A judge that found nothing to judge said nothing.
  const said = answer.opinions.filter(({ value, failure }) => value !== null || failure !== "");
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" lineClamp={3} className="untrusted">
          {answer.query ?? answer.item_id}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm" lineClamp={3} className="untrusted" c={answer.error === null ? undefined : "var(--ratchet-worse)"}>
          {answer.error === null ? answer.answer : `${answer.error}: ${answer.error_detail}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {said.map((opinion) => (
            <ScoreBadge
              key={`${opinion.judge} ${opinion.score_name}`}
              name={opinion.score_name}
              value={opinion.failure ? "failed" : opinion.value}
              comment={opinion.failure ? opinion.detail : opinion.reasoning}
            />
          ))}
        </Group>
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatDuration(answer.latency_ms)}
      </Table.Td>
      <Table.Td>
        {answer.trace_id !== null && (
          <TextLink to="/traces/$traceId" params={{ traceId: answer.trace_id }}>
            Trace
          </TextLink>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
