import { Group, Tabs, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSearchText } from "@/app/searchText";
import { AddToDataset } from "./AddToDataset";
import { Comments } from "./Comments";
import { ContentView } from "./ContentView";
import { JudgeIt } from "./JudgeIt";
import { MetadataView } from "./MetadataView";
import { ScoresView } from "./ScoresView";
import { Failure, SpanHeader } from "./SpanHeader";
import { commentsQuery, type Subject } from "./trace";
import classes from "./TracePage.module.css";
import type { SpanOutline, TraceOutline } from "./tree";

interface Props {
  trace: TraceOutline;
  /** The chosen step; `null` for the trace itself. */
  span: SpanOutline | null;
}

// Long enough to hold an arrow key down without asking for everything on the way.
const SETTLED_MS = 90;

/** What the trace or one step of it holds, and what people say about it. */
export function Details({ trace, span }: Props) {
  const [tab, setTab] = useSearchText("tab");
  const [spanId] = useDebouncedValue(span?.id ?? null, SETTLED_MS);
  const subject = useMemo<Subject>(() => ({ traceId: trace.id, spanId }), [trace.id, spanId]);
  const scores = span ? trace.scores.filter((score) => score.span_id === span.id) : trace.scores;
  const { data: comments } = useQuery(commentsQuery(subject));
  return (
    <section className={classes.details} aria-label={span ? "The step" : "The trace"}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb={8}>
        {span ? <SpanHeader span={span} /> : <Title order={2}>The whole trace</Title>}
        <Group gap="xs" wrap="nowrap">
          <JudgeIt subject={subject} />
          <AddToDataset key={spanId} subject={subject} />
        </Group>
      </Group>
      {span && <Failure span={span} />}
      <Tabs value={tab || "content"} onChange={(next) => setTab(next === "content" ? null : next)} keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="content">Input & output</Tabs.Tab>
          <Tabs.Tab value="scores">Scores{countOf(scores.length)}</Tabs.Tab>
          <Tabs.Tab value="comments">Comments{countOf(comments?.length ?? 0)}</Tabs.Tab>
          <Tabs.Tab value="metadata">Metadata</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="content">
          <ContentView subject={subject} />
        </Tabs.Panel>
        <Tabs.Panel value="scores">
          <ScoresView subject={subject} scores={scores} spans={trace.spans} />
        </Tabs.Panel>
        <Tabs.Panel value="comments">
          <Comments key={spanId} subject={subject} />
        </Tabs.Panel>
        <Tabs.Panel value="metadata">
          <MetadataView subject={subject} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

const countOf = (count: number) => (count > 0 ? ` (${count})` : "");
