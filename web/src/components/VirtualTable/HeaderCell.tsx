import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { Column, Sort } from "./columns";
import classes from "./VirtualTable.module.css";

interface Props<Row> {
  column: Column<Row>;
  sort: Sort | null;
  onSort: () => void;
}

/** The head of a column, a button where one can sort by it. */
export function HeaderCell<Row>({ column, sort, onSort }: Props<Row>) {
  const direction = sort?.columnId === column.id ? sort.direction : undefined;
  const Arrow = direction === "descending" ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" data-align={column.align} aria-sort={column.sortBy ? (direction ?? "none") : undefined}>
      {column.sortBy ? (
        <UnstyledButton className={classes.sorts} onClick={onSort}>
          {column.header}
          {direction && <Arrow size={13} aria-hidden />}
        </UnstyledButton>
      ) : (
        column.header
      )}
    </th>
  );
}
