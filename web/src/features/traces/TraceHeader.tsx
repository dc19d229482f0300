import { Badge, Breadcrumbs, Group, Title } from "@mantine/core";
import { CopyableId } from "@/components/CopyableId";
import { TextLink } from "@/components/TextLink";
import { formatCost, formatCount, formatDuration } from "@/format/numbers";
import { formatTime } from "@/format/times";
import { Fact } from "./Fact";
import { recallList } from "./lastList";
import { countTokens } from "./timeline";
import classes from "./TracePage.module.css";
import type { TraceOutline } from "./tree";

/** What a trace is, in two lines; everything in it leads to the traces that share it. */
export function TraceHeader({ trace }: { trace: TraceOutline }) {
  const hasFailed = trace.status === "error";
  const tokens = trace.spans.reduce((sum, span) => sum + countTokens(span.usage).total, 0);
  return (
    <header>
      <Group gap="sm" wrap="nowrap" mb={4}>
        <Breadcrumbs className={classes.crumbs}>
          <TextLink to="/traces" search={recallList()} className={classes.back}>
            Traces
          </TextLink>
          <Title order={1} className={classes.title}>
            <bdi>{trace.name ?? "Unnamed trace"}</bdi>
          </Title>
        </Breadcrumbs>
        <Badge color={hasFailed ? "red" : "teal"} variant="light" className={classes.status}>
          {hasFailed ? (trace.error_type ?? "Error") : "OK"}
        </Badge>
        <CopyableId id={trace.id} of="trace" length={16} />
      </Group>
      <Group gap="lg" style={{ rowGap: 2 }} mb="sm">
        <Fact name="Started">{formatTime(trace.timestamp)}</Fact>
        <Fact name="Latency">{formatDuration(trace.latency_ms)}</Fact>
        <Fact name="Cost">{trace.total_cost > 0 ? formatCost(trace.total_cost) : "–"}</Fact>
        {tokens > 0 && <Fact name="Tokens">{formatCount(tokens)}</Fact>}
        <Fact name="Steps">{formatCount(trace.spans.length)}</Fact>
        {trace.user_id && (
          <Fact name="User">
            <TextLink to="/traces" search={{ user: trace.user_id }}>
              <bdi>{trace.user_id}</bdi>
            </TextLink>
          </Fact>
        )}
        {trace.session_id && (
          <Fact name="Session">
            <TextLink to="/sessions/$sessionId" params={{ sessionId: trace.session_id }}>
              <bdi>{trace.session_id}</bdi>
            </TextLink>
          </Fact>
        )}
        <Fact name="Environment">{trace.environment}</Fact>
        {trace.release && <Fact name="Release">{trace.release}</Fact>}
        {trace.version && <Fact name="Version">{trace.version}</Fact>}
        {trace.tags.length > 0 && (
          <Fact name="Tags">
            {trace.tags.map((tag, index) => (
              <span key={tag}>
                {index > 0 && ", "}
                <TextLink to="/traces" search={{ tag }}>
                  <bdi>{tag}</bdi>
                </TextLink>
              </span>
            ))}
          </Fact>
        )}
      </Group>
    </header>
  );
}
