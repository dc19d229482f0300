import { Badge } from "@mantine/core";
import { Age } from "@/components/Age";
import { ScoreBadge } from "@/components/ScoreBadge";
import type { Column } from "@/components/VirtualTable";
import type { Item } from "./datasets";
import { toPreview } from "./itemText";

/** What is shown of items in a list. */
export const COLUMNS: Column<Item>[] = [
  { id: "input", header: "Input", width: 240, grows: true, cell: (item) => <bdi>{toPreview(item.query ?? item.input)}</bdi> },
  { id: "expected", header: "Expected output", width: 240, grows: true, cell: (item) => <bdi>{toPreview(item.response ?? item.expected_output)}</bdi> },
  { id: "type", header: "Type", width: 110, cell: ({ query_type: type }) => type && <bdi>{type}</bdi> },
  {
    id: "score",
    header: "Score",
    width: 130,
    cell: ({ score, score_name: name }) => score !== null && <ScoreBadge name={name ?? "score"} value={score} />,
  },
  {
    id: "status",
    header: "State",
    width: 95,
    cell: ({ status }) =>
      status === "ARCHIVED" && (
        <Badge variant="default" size="sm" tt="none">
          Archived
        </Badge>
      ),
  },
  {
    id: "changed",
    header: "Changed",
    width: 110,
    cell: ({ updated_at: at }) => <Age at={at} />,
  },
];
