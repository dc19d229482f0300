import { Button, Group, NativeSelect, Progress, Stack, Table, Text } from "@mantine/core";
import { IconScale } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { isUnderWay, RunState } from "@/components/RunState";
import { TextLink } from "@/components/TextLink";
import { formatTime } from "@/format/times";
import { summaryOf, type Test, testableQuery, testsQuery } from "./regression";
import { FindingBadge, VerdictBadge } from "./VerdictBadge";

/** The project's tests, with how far each has come, or what came of it. */
export function TestsPanel({ onNew }: { onNew: () => void }) {
  const [dataset, setDataset] = useSearchText("dataset");
  const { data: datasets = [] } = useQuery(testableQuery);
  const found = useInfiniteQuery({ ...testsQuery(dataset), placeholderData: keepPreviousData });
  if (found.isPending) return <Loading />;
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const tests = found.data.pages.flatMap((page) => page.tests);
  if (tests.length === 0 && dataset === "") return <NoTests onNew={onNew} />;
  return (
    <Stack>
      <Group>
        <NativeSelect
          size="xs"
          aria-label="Dataset"
          data={[{ value: "", label: "Every dataset" }, ...datasets.map(({ name }) => name)]}
          value={dataset}
          onChange={(event) => setDataset(event.currentTarget.value)}
        />
      </Group>
      {tests.length > 0 ? <TestTable tests={tests} /> : <EmptyState title="No test of this dataset" />}
      {found.hasNextPage && (
        <Group>
          <Button size="xs" variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            Older tests
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function NoTests({ onNew }: { onNew: () => void }) {
  return (
    <EmptyState
      icon={IconScale}
      title="No tests yet"
      text={
        <>
          A test sends a dataset’s items to your application, lets judges score the answers, and holds the scores against a baseline. First
          say under{" "}
          <TextLink to="/regression" search={{ tab: "targets" }} underline="always">
            Targets
          </TextLink>{" "}
          where your application answers; then start one here, or with <code>ratchet gate</code> in CI.
        </>
      }
      action={<Button onClick={onNew}>New test</Button>}
    />
  );
}

function TestTable({ tests }: { tests: readonly Test[] }) {
  return (
    <Table.ScrollContainer minWidth={860}>
      <Table verticalSpacing="xs" highlightOnHover aria-label="Tests">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={165}>Begun</Table.Th>
            <Table.Th>Dataset</Table.Th>
            <Table.Th>Target</Table.Th>
            <Table.Th w={200}>Result</Table.Th>
            <Table.Th>What came of it</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tests.map((test) => (
            <Row key={test.test_id} test={test} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ test }: { test: Test }) {
  return (
    <Table.Tr>
      <Table.Td className="tabular">
        <TextLink to="/regression/$testId" params={{ testId: test.test_id }} size="sm" style={{ whiteSpace: "nowrap" }}>
          {formatTime(test.created_at)}
        </TextLink>
      </Table.Td>
      <Table.Td className="untrusted">{test.dataset_name}</Table.Td>
      <Table.Td className="untrusted">
        {test.target}
        {test.twin_id !== null && (
          <Text size="xs" c="dimmed">
            {test.twin_id}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Result test={test} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" lineClamp={3} className="untrusted">
          {summaryOf(test)?.sentence ?? test.error}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

function Result({ test }: { test: Test }) {
  const { total, answered } = test.progress;
  const { verdict, finding } = summaryOf(test) ?? { verdict: null, finding: null };
  if (isUnderWay({ state: test.status })) {
    return <Progress value={total > 0 ? (100 * answered) / total : 0} aria-label={`${answered} of ${total} answers`} />;
  }
  if (verdict === null) return <RunState state={test.status} />;
  return (
    <Group gap={4}>
      <VerdictBadge verdict={verdict} size="sm" />
      {finding !== null && <FindingBadge finding={finding} size="sm" />}
    </Group>
  );
}
