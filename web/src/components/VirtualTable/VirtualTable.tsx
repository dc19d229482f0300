import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { Column, Sort } from "./columns";
import { nextSort, sortRows } from "./columns";
import { HeaderCell } from "./HeaderCell";
import { TableRow } from "./TableRow";
import { useLatest } from "./useLatest";
import { useRowKeys } from "./useRowKeys";
import classes from "./VirtualTable.module.css";

interface Props<Row> {
  /** What the table lists, for people who cannot see it. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** Opens a row, by a click or Enter; `inNewTab` with Ctrl, Cmd or the middle button. */
  onOpen?: (row: Row, inNewTab: boolean) => void;
  /** Called when the last rows come into sight, to fetch more. */
  onEndReached?: () => void;
  /** What stands below the last row: that there is more, or that this is all. */
  footer?: ReactNode;
  /** A CSS length; without one the table is as high as its parent. */
  maxHeight?: string | number;
  rowHeight?: number;
  /** Whether these are rows of an older question, shown until the answer is here. */
  isStale?: boolean;
  selectedKey?: string | undefined;
}

const OVERSCAN_ROWS = 12;
const NEAR_END_ROWS = 20;

/** A table of any length of which only what is in sight is in the page. Cells hold one line. */
export function VirtualTable<Row>({ rows, columns, rowKey, rowHeight = 34, onEndReached, onOpen, ...rest }: Props<Row>) {
  const [sort, setSort] = useState<Sort | null>(null);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing of it is memoised
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN_ROWS,
    scrollPaddingStart: rowHeight,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const lastShown = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (rows.length > 0 && lastShown >= rows.length - NEAR_END_ROWS) onEndReached?.();
  }, [lastShown, rows.length, onEndReached]);
  const { activeIndex, onKeyDown, setActiveIndex } = useRowKeys(sorted.length, scroller, (index) => virtual.scrollToIndex(index));

  const open = useLatest(onOpen);
  const openAt = (index: number, inNewTab: boolean) => {
    const row = sorted[index];
    if (row !== undefined) open(row, inNewTab);
  };
  const widthMin = columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <div ref={scroller} className={classes.scroller} style={{ maxHeight: rest.maxHeight ?? "100%" }} data-stale={rest.isStale || undefined}>
      <table className={classes.table} style={{ minWidth: widthMin }} aria-label={rest.label} aria-rowcount={sorted.length + 1}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column.grows ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr style={{ height: rowHeight }} aria-rowindex={1}>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={sort} onSort={() => setSort(nextSort(sort, column.id))} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={(event) => onKeyDown(event, () => openAt(activeIndex, event.ctrlKey || event.metaKey))}>
          <Gap height={before} />
          {items.map(({ index }) => {
            const row = sorted[index] as Row;
            const key = rowKey(row);
            return (
              <TableRow
                key={key}
                row={row}
                index={index}
                columns={columns}
                height={rowHeight}
                canFocus={index === activeIndex || (index === items[0]?.index && activeIndex < index)}
                isSelected={key === rest.selectedKey}
                onFocus={setActiveIndex}
                onOpen={onOpen && open}
              />
            );
          })}
          <Gap height={after} />
        </tbody>
      </table>
      {rest.footer !== undefined && <div className={classes.footer}>{rest.footer}</div>}
    </div>
  );
}

/** Stands for the rows that are not in the page. */
function Gap({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null;
}
