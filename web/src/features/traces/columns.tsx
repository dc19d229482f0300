import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { formatScore, ScoreBadge } from "@/components/ScoreBadge";
import { TextLink } from "@/components/TextLink";
import type { Column } from "@/components/VirtualTable";
import { formatCost, formatDuration } from "@/format/numbers";
import { formatTime } from "@/format/times";
import type { TraceRow } from "./search";
import classes from "./TracesPage.module.css";

const SCORES_SHOWN = 1;

/** Every column that the list can have. */
export const COLUMNS: readonly Column<TraceRow>[] = [
  { id: "time", header: "Time", width: 124, cell: (trace) => <Time iso={trace.timestamp} /> },
  { id: "name", header: "Name", width: 170, cell: (trace) => <Name trace={trace} /> },
  { id: "input", header: "Input", width: 150, grows: true, cell: (trace) => <Preview text={trace.input} /> },
  { id: "output", header: "Output", width: 150, grows: true, cell: (trace) => (trace.error_type ? <ErrorType name={trace.error_type} /> : <Preview text={trace.output} />) },
  { id: "latency", header: "Latency", width: 92, align: "right", sortBy: (trace) => trace.latency_ms, cell: (trace) => formatDuration(trace.latency_ms) },
  { id: "cost", header: "Cost", width: 92, align: "right", sortBy: (trace) => trace.total_cost, cell: (trace) => (trace.total_cost > 0 ? formatCost(trace.total_cost) : "–") },
  { id: "scores", header: "Scores", width: 190, cell: (trace) => <Scores trace={trace} /> },
  { id: "user", header: "User", width: 130, cell: (trace) => <Text text={trace.user_id} /> },
  { id: "session", header: "Session", width: 140, cell: (trace) => <Text text={trace.session_id} /> },
  { id: "tags", header: "Tags", width: 140, cell: (trace) => <Text text={trace.tags.join(", ")} /> },
  { id: "model", header: "Model", width: 140, cell: (trace) => <Text text={trace.models.join(", ")} /> },
  { id: "environment", header: "Environment", width: 110, cell: (trace) => <Text text={trace.environment} /> },
  { id: "release", header: "Release", width: 100, cell: (trace) => <Text text={trace.release} /> },
  { id: "version", header: "Version", width: 90, cell: (trace) => <Text text={trace.version} /> },
];

const SHOWN_AT_FIRST = ["time", "name", "input", "output", "latency", "cost", "scores"];

/** The columns that an address names: `columns=time,name`; without it, those that most need. */
export function pickColumns(named: unknown): string[] {
  const ids = typeof named === "string" ? named.split(",") : SHOWN_AT_FIRST;
  const known = COLUMNS.map((column) => column.id).filter((id) => ids.includes(id));
  return known.length > 0 ? known : SHOWN_AT_FIRST;
}

/** How an address names columns; nothing for those that are shown anyway. */
export function nameColumns(ids: readonly string[]): string | undefined {
  const named = COLUMNS.map((column) => column.id).filter((id) => ids.includes(id)).join(",");
  return named === SHOWN_AT_FIRST.join(",") || named === "" ? undefined : named;
}

/** The year is told only by the tooltip. */
function Time({ iso }: { iso: string }) {
  return (
    <time dateTime={iso} title={iso} className="tabular">
      {formatTime(iso).slice(5)}
    </time>
  );
}

function Name({ trace }: { trace: TraceRow }) {
  const hasFailed = trace.status === "error";
  const Icon = hasFailed ? IconAlertTriangle : IconCircleCheck;
  return (
    <span className={classes.name}>
      <Icon size={15} className={hasFailed ? classes.failed : classes.fine} aria-label={hasFailed ? "Error" : "OK"} role="img" />
      <TextLink to="/traces/$traceId" params={{ traceId: trace.id }} className={classes.link} preload={false}>
        <bdi>{trace.name ?? trace.id}</bdi>
      </TextLink>
    </span>
  );
}

const Preview = ({ text }: { text: string | null }) => (text ? <bdi className={classes.preview}>{text.slice(0, 200)}</bdi> : <span className={classes.none}>–</span>);

const Text = ({ text }: { text: string | null }) => <bdi title={text ?? undefined}>{text}</bdi>;

const ErrorType = ({ name }: { name: string }) => <bdi className={classes.failed}>{name}</bdi>;

function Scores({ trace }: { trace: TraceRow }) {
  const scores = trace.scores.toSorted((left, right) => left.name.localeCompare(right.name));
  return (
    <span className={classes.scores}>
      {scores.slice(0, SCORES_SHOWN).map((score, index) => (
        <ScoreBadge key={index} name={score.name} value={score.value} dataType={score.data_type} stringValue={score.string_value} comment={score.comment} />
      ))}
      {scores.length > SCORES_SHOWN && <span title={scores.map((score) => `${score.name} ${formatScore({ ...score, dataType: score.data_type, stringValue: score.string_value })}`).join("\n")}>+{scores.length - SCORES_SHOWN}</span>}
    </span>
  );
}
