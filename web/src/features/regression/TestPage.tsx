import { Button, Group, Stack, Tabs } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ApiError } from "@/api/client";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { isUnderWay, RunState } from "@/components/RunState";
import { TextLink } from "@/components/TextLink";
import { formatTime } from "@/format/times";
import { AnswersPanel } from "./AnswersPanel";
import { ComparisonPanel } from "./ComparisonPanel";
import { Promote } from "./Promote";
import { cancelTest, type Test, testQuery } from "./regression";
import { TestFacts } from "./TestFacts";
import { TestProgress } from "./TestProgress";

/** One test: how far it has come, the verdict with its noise, and every item with both answers. */
export function TestPage() {
  const { testId } = useParams({ from: "/signed-in/regression/$testId" });
  const test = useQuery(testQuery(testId));
  if (test.isPending) return <Loading />;
  if (test.error instanceof ApiError && test.error.status === 404) {
    return (
      <EmptyState
        title="There is no such test"
        text={<span className="untrusted">{testId} was never begun, or belongs to another project.</span>}
        action={<TextLink to="/regression">All tests</TextLink>}
      />
    );
  }
  if (test.error) return <ErrorState error={test.error} onRetry={() => void test.refetch()} />;
  return <Parts key={testId} test={test.data} />;
}

function Parts({ test }: { test: Test }) {
  const [tab, setTab] = useSearchText("tab");
  const isOver = !isUnderWay({ state: test.status });
  return (
    <>
      <PageHeader title={`${test.dataset_name} → ${test.target}`} aside={<Aside test={test} />}>
        {isOver ? test.status === "completed" && <Promote test={test} /> : <Cancel test={test} />}
      </PageHeader>
      <Tabs value={tab || "result"} onChange={(chosen) => setTab(chosen === "result" ? null : chosen)} keepMounted={false}>
        <Tabs.List mb="md" aria-label="Parts of the test">
          <Tabs.Tab value="result">{isOver ? "Result" : "Progress"}</Tabs.Tab>
          <Tabs.Tab value="answers">Answers</Tabs.Tab>
          <Tabs.Tab value="facts">How it was asked</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="result">
          <Stack>
            {(!isOver || test.status !== "completed" || test.progress.failed > 0) && <TestProgress test={test} />}
            {isOver && <ComparisonPanel test={test} />}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="answers">
          <AnswersPanel test={test} />
        </Tabs.Panel>
        <Tabs.Panel value="facts">
          <TestFacts test={test} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Aside({ test }: { test: Test }) {
  return (
    <Group gap="xs">
      <RunState state={test.status} />
      {formatTime(test.created_at)}
    </Group>
  );
}

function Cancel({ test }: { test: Test }) {
  const queries = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => cancelTest(test.test_id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["test", test.test_id] }),
  });
  return (
    <Button size="xs" variant="default" loading={cancelling.isPending} disabled={test.is_cancelling} onClick={() => cancelling.mutate()}>
      {test.is_cancelling ? "Ending …" : "End it here"}
    </Button>
  );
}
