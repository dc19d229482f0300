import { Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { formatScore } from "@/components/ScoreBadge";
import { TextLink } from "@/components/TextLink";
import { type Column, VirtualTable } from "@/components/VirtualTable";
import { formatTime } from "@/format/times";
import type { Score } from "./scores";

interface Given {
  scores: readonly Score[];
  isStale: boolean;
  hasMore: boolean;
  onMore: () => void;
}

const SOURCES: Record<string, string> = { API: "Application", EVAL: "Judge", ANNOTATION: "Person" };

/** Scores one by one, each with the way to what it judges. */
export function ScoreTable({ scores, isStale, hasMore, onMore }: Given) {
  const navigate = useNavigate();
  return (
    <VirtualTable
      label="Scores"
      rows={scores}
      columns={COLUMNS}
      rowKey={(score) => score.id}
      maxHeight="calc(100vh - 180px)"
      isStale={isStale}
      onEndReached={onMore}
      onOpen={({ subject }) => {
        const traceId = subject.kind === "observation" ? subject.traceId : subject.kind === "trace" ? subject.id : null;
        if (traceId !== null) void navigate({ to: "/traces/$traceId", params: { traceId } });
        else if (subject.kind === "session") void navigate({ to: "/sessions/$sessionId", params: { sessionId: subject.id } });
      }}
      footer={<Text size="xs">{hasMore ? "More come as you scroll." : "These are all."}</Text>}
    />
  );
}

const COLUMNS: Column<Score>[] = [
  { id: "time", header: "Time", width: 170, cell: ({ timestamp }) => <span className="tabular">{formatTime(timestamp)}</span> },
  { id: "name", header: "Name", width: 180, cell: ({ name }) => <bdi>{name}</bdi> },
  {
    id: "value",
    header: "Value",
    width: 110,
    cell: ({ name, value, dataType }) => (
      <Text span size="sm" fw={600} className="tabular">
        <bdi>{formatScore({ name, value, dataType })}</bdi>
      </Text>
    ),
  },
  { id: "comment", header: "Comment", width: 220, grows: true, cell: ({ comment }) => comment && <bdi title={comment.slice(0, 1000)}>{comment.slice(0, 300)}</bdi> },
  { id: "source", header: "From", width: 100, cell: ({ source }) => SOURCES[source] ?? source },
  { id: "subject", header: "Of", width: 150, cell: ({ subject }) => <Subject subject={subject} /> },
];

function Subject({ subject }: { subject: Score["subject"] }) {
  switch (subject.kind) {
    case "observation":
      return subject.traceId === null ? (
        "Span"
      ) : (
        <TextLink to="/traces/$traceId" params={{ traceId: subject.traceId }} search={{ span: subject.id }}>
          Span of a trace
        </TextLink>
      );
    case "trace":
      return (
        <TextLink to="/traces/$traceId" params={{ traceId: subject.id }}>
          Trace
        </TextLink>
      );
    case "session":
      return (
        <TextLink to="/sessions/$sessionId" params={{ sessionId: subject.id }}>
          Session
        </TextLink>
      );
    default:
      return <span title={subject.id}>Run</span>;
  }
}
