import { Alert, Drawer, Grid, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CopyableId } from "@/components/CopyableId";
import { ErrorState } from "@/components/ErrorState";
import { IoView } from "@/components/IoView";
import { Loading } from "@/components/Loading";
import { TextLink } from "@/components/TextLink";
import { formatScore } from "@/format/numbers";
import { ItemHistory } from "./ItemHistory";
import { baselineQuery, historyQuery, type ItemComparison, itemQuery, type PastAnswer, type Report, type Test } from "./regression";

interface Given {
  test: Test;
  report: Report;
  item: ItemComparison;
  onClose: () => void;
}

/** One item: what it asks, both answers side by side, and how it did in earlier tests. */
export function ItemDrawer({ test, report, item, onClose }: Given) {
  const asked = useQuery(itemQuery(test.dataset_name, item.item_id));
  const history = useQuery(historyQuery(test.dataset_name, item.item_id));
  const before = useBefore(report);
  return (
    <Drawer opened onClose={onClose} position="right" size="80%" title={<CopyableId id={item.item_id} of="item" length={40} />}>
      <Stack>
        {asked.data && <IoView value={asked.data.input} label="Question" />}
        {item.detail && (
          <Alert color="yellow">
            <span className="untrusted">{item.detail}</span>
          </Alert>
        )}
        {history.isPending && <Loading rows={4} />}
        {history.error && <ErrorState error={history.error} onRetry={() => void history.refetch()} />}
        {history.data && (
          <>
            <Grid gap="md">
              <Grid.Col span={6}>
                <Side title={`Before: ${report.baseline?.said ?? "the items’ own"}`} score={item.baseline_score} answers={history.data.filter((one) => one.test_id === before)}>
                  {before === null && asked.data && <IoView value={asked.data.expected_output} label="Expected output" nothing="None is expected." />}
                </Side>
              </Grid.Col>
              <Grid.Col span={6}>
                <Side title="Now: this test" score={item.new_score} answers={history.data.filter((one) => one.test_id === test.test_id)} />
              </Grid.Col>
            </Grid>
            {before !== null && asked.data && <IoView value={asked.data.expected_output} label="Expected output" nothing="None is expected." />}
            <ItemHistory answers={history.data} scoreName={item.score_name} current={test.test_id} />
          </>
        )}
      </Stack>
    </Drawer>
  );
}

/** Whose answers are those of before: a test's, or nobody's where the items' own scores were compared. */
function useBefore(report: Report): string | null {
  const { origin, id } = report.baseline ?? { origin: "items", id: "" };
  const { data: baseline } = useQuery({ ...baselineQuery(id), enabled: origin === "baseline" });
  if (origin === "run") return id;
  return origin === "baseline" ? (baseline?.run_id ?? null) : null;
}

interface SideGiven {
  title: string;
  score: number | null;
  answers: readonly PastAnswer[];
  children?: React.ReactNode;
}

function Side({ title, score, answers, children }: SideGiven) {
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Group justify="space-between">
        <Title order={3} className="untrusted">
          {title}
        </Title>
        <Text fw={600} className="tabular">
          {formatScore(score)}
        </Text>
      </Group>
      {answers.map((answer) => (
        <div key={answer.repeat}>
          <IoView value={answer.output} label={answers.length > 1 ? `Answer ${answer.repeat + 1}` : "Answer"} nothing={answer.error ?? "There is no answer."} />
          {answer.trace_id && (
            <TextLink to="/traces/$traceId" params={{ traceId: answer.trace_id }} size="sm">
              Its trace
            </TextLink>
          )}
        </div>
      ))}
      {answers.length === 0 && (children ?? <Text size="sm">The answer is not among those of the latest 50 tests.</Text>)}
    </Stack>
  );
}
