import { expect, test } from "vitest";
import { type Column, nextSort, sortRows } from "./columns";

interface Row {
  name: string;
  cost: number | null;
}

const columns: Column<Row>[] = [
  { id: "name", header: "Name", width: 1, cell: (row) => row.name, sortBy: (row) => row.name },
  { id: "cost", header: "Cost", width: 1, cell: (row) => row.cost, sortBy: (row) => row.cost },
];
const rows: Row[] = [
  { name: "item 10", cost: null },
  { name: "item 9", cost: 2 },
  { name: "item 1", cost: 10 },
];
const names = (sorted: readonly Row[]) => sorted.map((row) => row.name);

test("a header sorts up, then down, then not", () => {
  const up = nextSort(null, "name");
  const down = nextSort(up, "name");
  expect([up?.direction, down?.direction, nextSort(down, "name")]).toEqual(["ascending", "descending", null]);
  expect(nextSort(down, "cost")).toEqual({ columnId: "cost", direction: "ascending" });
});

test("numbers in names sort as numbers", () => {
  expect(names(sortRows(rows, columns, { columnId: "name", direction: "ascending" }))).toEqual(["item 1", "item 9", "item 10"]);
});

test("rows without a value come last in both directions", () => {
  expect(names(sortRows(rows, columns, { columnId: "cost", direction: "ascending" }))).toEqual(["item 9", "item 1", "item 10"]);
  expect(names(sortRows(rows, columns, { columnId: "cost", direction: "descending" }))).toEqual(["item 1", "item 9", "item 10"]);
});

test("without a sort the rows stay the same array", () => {
  expect(sortRows(rows, columns, null)).toBe(rows);
});
