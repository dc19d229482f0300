import { Text } from "@mantine/core";
import type { UserActivity } from "@/api/activity";
import { Age } from "@/components/Age";
import { TextLink } from "@/components/TextLink";
import type { RangeSearch } from "@/components/TimeRange";
import type { Column } from "@/components/VirtualTable";
import { formatCost, formatCount, formatPercent } from "@/format/numbers";

/** What is shown of users; links keep the time that is looked at. */
export function toColumns(range: RangeSearch): Column<UserActivity>[] {
  return [
    {
      id: "id",
      header: "User",
      width: 200,
      grows: true,
      cell: ({ id }) => (
        <TextLink to="/traces" search={{ ...range, user: id }}>
          <bdi>{id}</bdi>
        </TextLink>
      ),
      sortBy: ({ id }) => id,
    },
    { id: "traces", header: "Traces", width: 90, align: "right", cell: ({ traces }) => formatCount(traces), sortBy: ({ traces }) => traces },
    {
      id: "sessions",
      header: "Sessions",
      width: 95,
      align: "right",
      cell: ({ id, sessions }) =>
        sessions > 0 ? (
          <TextLink to="/sessions" search={{ ...range, user: id }}>
            {formatCount(sessions)}
          </TextLink>
        ) : (
          "–"
        ),
      sortBy: ({ sessions }) => sessions,
    },
    {
      id: "failed",
      header: "Failed",
      width: 120,
      align: "right",
      cell: ({ id, failed, traces }) => <Failed range={{ ...range, user: id }} failed={failed} traces={traces} />,
      sortBy: ({ failed }) => failed,
    },
    { id: "tokens", header: "Tokens", width: 100, align: "right", cell: ({ total_tokens: tokens }) => formatCount(tokens), sortBy: (user) => user.total_tokens },
    { id: "cost", header: "Cost", width: 100, align: "right", cell: ({ cost_usd: cost }) => formatCost(cost), sortBy: (user) => user.cost_usd },
    { id: "first", header: "First seen", width: 120, cell: ({ first_at: at }) => <Age at={at} />, sortBy: (user) => user.first_at },
    { id: "last", header: "Last seen", width: 120, cell: ({ last_at: at }) => <Age at={at} />, sortBy: (user) => user.last_at },
  ];
}

function Failed({ range, failed, traces }: { range: RangeSearch & { user: string }; failed: number; traces: number }) {
  if (failed === 0) return "–";
  return (
    <TextLink to="/traces" search={{ ...range, status: "error" }} c="var(--ratchet-worse)">
      {formatCount(failed)}{" "}
      <Text span size="xs">
        ({formatPercent(failed / traces, 0)})
      </Text>
    </TextLink>
  );
}
