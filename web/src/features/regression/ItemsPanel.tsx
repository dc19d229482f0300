import { Badge, Group, SegmentedControl, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSearchChange, useSearchText } from "@/app/searchText";
import { type Column, VirtualTable } from "@/components/VirtualTable";
import { formatCount, formatScore } from "@/format/numbers";
import { countOf, isShown, type Shown, SHOWN } from "./flips";
import { ItemDrawer } from "./ItemDrawer";
import { type ItemComparison, questionsQuery, type Report, type Test } from "./regression";
import { VerdictBadge } from "./VerdictBadge";
import { formatDrop } from "./words";

/** Items with their scores before and now, the worst first; one opens with both answers side by side. */
export function ItemsPanel({ test, report }: { test: Test; report: Report }) {
  const [asked, show] = useSearchText("shown");
  const [itemId] = useSearchText("item");
  const change = useSearchChange();
  const { data: questions } = useQuery(questionsQuery(test.test_id));
  const columns = useMemo(() => toColumns(questions), [questions]);
  const shown: Shown = asked in SHOWN ? (asked as Shown) : "changed";
  const items = report.items.filter((item) => isShown(item, shown));
  const item = report.items.find((one) => one.item_id === itemId);
  return (
    <section aria-label="Items">
      <Group justify="space-between" mb="xs">
        <Title order={2}>Items</Title>
        <SegmentedControl
          size="xs"
          aria-label="Which items"
          data={Object.entries(SHOWN).map(([value, label]) => ({ value: value as Shown, label: `${label} (${formatCount(countOf(report.items, value as Shown))})` }))}
          value={shown}
          onChange={(next) => show(next === "changed" ? null : next)}
        />
      </Group>
      {items.length === 0 ? (
        <Text size="sm" c="dimmed">
          There is none.
        </Text>
      ) : (
        <VirtualTable
          label="Items of the test"
          rows={items}
          columns={columns}
          rowKey={(one) => one.item_id}
          maxHeight={460}
          selectedKey={itemId}
          onOpen={(one) => change({ item: one.item_id })}
        />
      )}
      {item && <ItemDrawer test={test} report={report} item={item} onClose={() => change({ item: undefined })} />}
    </section>
  );
}

const toColumns = (questions: ReadonlyMap<string, string | null> | undefined): Column<ItemComparison>[] => [
  {
    id: "item",
    header: "Item",
    width: 240,
    grows: true,
    cell: ({ item_id: id }) => <bdi title={id}>{(questions?.get(id) ?? id).slice(0, 300)}</bdi>,
  },
  { id: "before", header: "Before", width: 90, align: "right", cell: (one) => formatScore(one.baseline_score), sortBy: (one) => one.baseline_score },
  { id: "now", header: "Now", width: 90, align: "right", cell: (one) => formatScore(one.new_score), sortBy: (one) => one.new_score },
  {
    id: "drop",
    header: "Drop",
    width: 100,
    align: "right",
    cell: (one) => (one.regression_percentage === null ? formatDrop(one.score_diff === null ? null : -one.score_diff, false) : formatDrop(one.regression_percentage / 100, true)),
    sortBy: (one) => (one.score_diff === null ? null : -one.score_diff),
  },
  {
    id: "status",
    header: "Status",
    width: 210,
    cell: (one) => (
      <Group gap={4} wrap="nowrap">
        {one.status !== null && <VerdictBadge verdict={one.status} size="sm" />}
        {one.absence && (
          <Badge size="sm" variant="light" color="gray" tt="none">
            {ABSENCES[one.absence]}
          </Badge>
        )}
        {one.is_flaky && (
          <Badge size="sm" variant="light" color="yellow" tt="none">
            Flaky
          </Badge>
        )}
      </Group>
    ),
  },
];

const ABSENCES: Record<NonNullable<ItemComparison["absence"]>, string> = {
  missing: "No answer",
  failed: "Answer failed",
  unscored: "Judge failed",
};
