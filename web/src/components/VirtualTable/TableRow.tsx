import { memo } from "react";
import type { Column } from "./columns";
import classes from "./VirtualTable.module.css";

interface Props<Row> {
  row: Row;
  index: number;
  columns: readonly Column<Row>[];
  height: number;
  canFocus: boolean;
  isSelected: boolean;
  onFocus: (index: number) => void;
  onOpen: ((row: Row, inNewTab: boolean) => void) | undefined;
}

function TableRowOnce<Row>({ row, index, columns, height, canFocus, isSelected, onFocus, onOpen }: Props<Row>) {
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      tabIndex={canFocus ? 0 : -1}
      className={onOpen && classes.opens}
      data-selected={isSelected || undefined}
      style={{ height }}
      onFocus={() => onFocus(index)}
      onClick={(event) => isOnControl(event) || onOpen?.(row, event.ctrlKey || event.metaKey)}
      onAuxClick={(event) => event.button === 1 && !isOnControl(event) && onOpen?.(row, true)}
    >
      {columns.map((column) => (
        <td key={column.id} data-align={column.align}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** A row, rendered once while it is in sight: scrolling renders those that come. */
export const TableRow = memo(TableRowOnce) as typeof TableRowOnce;

/** Links and buttons in a row do what they do; a click beside them opens the row. */
function isOnControl(event: React.MouseEvent): boolean {
  return event.defaultPrevented || (event.target as Element).closest("a, button, input, label") !== null;
}
