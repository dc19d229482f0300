import type { SessionActivity } from "@/api/activity";
import { Age } from "@/components/Age";
import { TextLink } from "@/components/TextLink";
import type { Column } from "@/components/VirtualTable";
import { formatCost, formatCount, formatDuration } from "@/format/numbers";

const lengthOf = ({ first_at: first, last_at: last }: SessionActivity) => Date.parse(last) - Date.parse(first);

/** What is shown of sessions. */
export const COLUMNS: Column<SessionActivity>[] = [
  {
    id: "id",
    header: "Session",
    width: 220,
    grows: true,
    cell: ({ id }) => (
      <TextLink to="/sessions/$sessionId" params={{ sessionId: id }}>
        <bdi>{id}</bdi>
      </TextLink>
    ),
    sortBy: ({ id }) => id,
  },
  { id: "traces", header: "Traces", width: 90, align: "right", cell: ({ traces }) => formatCount(traces), sortBy: ({ traces }) => traces },
  {
    id: "failed",
    header: "Failed",
    width: 90,
    align: "right",
    cell: ({ failed }) => (failed > 0 ? <span style={{ color: "var(--ratchet-worse)" }}>{formatCount(failed)}</span> : "–"),
    sortBy: ({ failed }) => failed,
  },
  { id: "users", header: "Users", width: 80, align: "right", cell: ({ users }) => formatCount(users), sortBy: ({ users }) => users },
  { id: "tokens", header: "Tokens", width: 100, align: "right", cell: ({ total_tokens: tokens }) => formatCount(tokens), sortBy: (one) => one.total_tokens },
  { id: "cost", header: "Cost", width: 100, align: "right", cell: ({ cost_usd: cost }) => formatCost(cost), sortBy: (one) => one.cost_usd },
  {
    id: "length",
    header: "Lasted",
    width: 120,
    align: "right",
    cell: (session) => (session.traces > 1 ? formatDuration(lengthOf(session)) : "–"),
    sortBy: lengthOf,
  },
  {
    id: "last",
    header: "Last trace",
    width: 130,
    cell: ({ last_at: at }) => <Age at={at} />,
    sortBy: (one) => one.last_at,
  },
];
