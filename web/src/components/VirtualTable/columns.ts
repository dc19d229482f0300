import type { ReactNode } from "react";

/** A column of a table: what it is called, how wide it is, and what it shows of a row. */
export interface Column<Row> {
  id: string;
  header: string;
  /** Pixels; a column that grows has at least these. */
  width: number;
  grows?: boolean;
  align?: "left" | "right";
  cell: (row: Row) => ReactNode;
  /** Lets people sort by this column; for lists that are here as a whole. */
  sortBy?: (row: Row) => string | number | null;
}

export interface Sort {
  columnId: string;
  direction: "ascending" | "descending";
}

/** The next sort when a header is chosen: ascending, descending, and back to the list's own order. */
export function nextSort(sort: Sort | null, columnId: string): Sort | null {
  if (sort?.columnId !== columnId) return { columnId, direction: "ascending" };
  return sort.direction === "ascending" ? { columnId, direction: "descending" } : null;
}

/** The rows in the order of a column; rows without a value come last either way. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | null): readonly Row[] {
  const value = columns.find((column) => column.id === sort?.columnId)?.sortBy;
  if (!value || !sort) return rows;
  const sign = sort.direction === "ascending" ? 1 : -1;
  return rows
    .map((row) => ({ row, by: value(row) }))
    .sort((left, right) => {
      if (left.by === null || right.by === null) return Number(left.by === null) - Number(right.by === null);
      return sign * compare(left.by, right.by);
    })
    .map(({ row }) => row);
}

function compare(left: string | number, right: string | number): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left).localeCompare(String(right), undefined, { numeric: true });
}
