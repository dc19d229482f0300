import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CopyButton } from "@/components/CopyableId";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { ScoreBadge } from "@/components/ScoreBadge";
import { TextLink } from "@/components/TextLink";
import { formatCost, formatCount } from "@/format/numbers";
import { formatTime } from "@/format/times";
import { figuresQuery, type Found, sessionQuery, sessionScoresQuery, type SessionTrace, TRACES_MAX } from "./session";
import { Turn } from "./Turn";
import classes from "./Turn.module.css";

/** One session as the conversation that it was. */
export function SessionPage() {
  const { sessionId: id } = useParams({ from: "/signed-in/sessions/$sessionId" });
  const session = useQuery(sessionQuery(id));
  const traces = session.data?.traces ?? [];
  const figures = useQuery(figuresQuery(id, traces));
  return (
    <>
      <PageHeader title={id} aside={<CopyButton text={id} label="Copy the id of the session" />}>
        <TextLink to="/traces" search={{ session: id, range: "365d" }} size="sm">
          As a list of traces
        </TextLink>
      </PageHeader>
      {session.isPending && <Loading rows={4} height={90} />}
      {session.error && <ErrorState error={session.error} onRetry={() => void session.refetch()} />}
      {traces.length > 0 && <Summary id={id} traces={traces} figures={figures.data} />}
      {figures.error && <ErrorState error={figures.error} title="How the traces went could not be loaded" onRetry={() => void figures.refetch()} />}
      <ol className={classes.list}>
        {traces.map((trace, index) => (
          <Turn key={trace.id} trace={trace} number={index + 1} found={figures.data?.get(trace.id)} />
        ))}
      </ol>
    </>
  );
}

interface SummaryGiven {
  id: string;
  traces: readonly SessionTrace[];
  figures: Map<string, Found> | undefined;
}

function Summary({ id, traces, figures }: SummaryGiven) {
  const scores = useQuery(sessionScoresQuery(id));
  const users = [...new Set(traces.map(({ userId }) => userId).filter((user) => user !== null))];
  const cost = [...(figures?.values() ?? [])].reduce((sum, trace) => sum + trace.total_cost, 0);
  const first = traces[0]?.timestamp ?? "";
  return (
    <Group gap="md" mb="md">
      <Text size="sm">
        {traces.length === TRACES_MAX ? `The newest ${formatCount(TRACES_MAX)} traces` : `${formatCount(traces.length)} traces`} from{" "}
        {formatTime(first)} to {formatTime(traces.at(-1)?.timestamp ?? first)}
        {cost > 0 && `, ${formatCost(cost)}`}
      </Text>
      {users.map((user) => (
        <TextLink key={user} to="/traces" search={{ user, range: "30d" }} size="sm" className="untrusted">
          <bdi>{user}</bdi>
        </TextLink>
      ))}
      {scores.data?.map((score) => (
        <ScoreBadge key={score.id} name={score.name} value={score.value} dataType={score.dataType} comment={score.comment} />
      ))}
    </Group>
  );
}
