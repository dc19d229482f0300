import { Badge, Button, Group, NativeSelect, Stack, Table, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import { formatTime } from "@/format/times";
import { describeReason, type Failure, failuresQuery, REASONS } from "./judges";

/** What a judge, or any of them, could not judge, and why. */
export function FailuresPanel({ judge = "" }: { judge?: string }) {
  const [reason, setReason] = useSearchText("reason");
  const found = useInfiniteQuery(failuresQuery(judge, reason));
  if (found.isPending) return <Loading rows={5} />;
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const failures = found.data.pages.flatMap((page) => page.failures);
  const total = found.data.pages[0]?.total ?? 0;
  return (
    <Stack>
      <Group align="end">
        <NativeSelect
          size="xs"
          label="Reason"
          data={[{ value: "", label: "Any" }, ...Object.entries(REASONS).map(([value, label]) => ({ value, label }))]}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {formatCount(total)} {total === 1 ? "failure" : "failures"}
        </Text>
      </Group>
      {failures.length === 0 ? (
        <EmptyState
          icon={IconCircleCheck}
          title={reason ? "None for this reason" : "No failures"}
          text="What a judge could not judge is listed here, with its reason; it never becomes a score of 0."
        />
      ) : (
        <FailureTable failures={failures} withJudge={judge === ""} />
      )}
      {found.hasNextPage && (
        <Group>
          <Button size="xs" variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            Older failures
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function FailureTable({ failures, withJudge }: { failures: readonly Failure[]; withJudge: boolean }) {
  return (
    <Table.ScrollContainer minWidth={700}>
      <Table verticalSpacing="xs" aria-label="Failures">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={160}>Time</Table.Th>
            {withJudge && <Table.Th>Judge</Table.Th>}
            <Table.Th w={190}>Reason</Table.Th>
            <Table.Th>What was said</Table.Th>
            <Table.Th w={130}>Of</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {failures.map((failure) => (
            <Table.Tr key={failure.id}>
              <Table.Td className="tabular">{formatTime(failure.timestamp)}</Table.Td>
              {withJudge && (
                <Table.Td>
                  <TextLink to="/judges/$judgeName" params={{ judgeName: failure.judge }} className="untrusted">
                    {failure.judge}
                  </TextLink>
                </Table.Td>
              )}
              <Table.Td>
                <Badge variant="light" color="red" size="sm" tt="none">
                  {describeReason(failure.reason)}
                </Badge>
              </Table.Td>
              <Table.Td>
                <Text size="sm" className="untrusted" lineClamp={3} title={failure.detail}>
                  {failure.detail}
                </Text>
              </Table.Td>
              <Table.Td>
                <TextLink to="/traces/$traceId" params={{ traceId: failure.trace_id }} search={{ span: failure.span_id ?? undefined }}>
                  {failure.span_id === null ? "Trace" : "Step of a trace"}
                </TextLink>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
