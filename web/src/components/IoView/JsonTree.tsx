import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { JsonRow } from "./JsonRow";
import { type JsonLine, More, toLines } from "./jsonLines";
import classes from "./IoView.module.css";

interface Props {
  value: unknown;
  label: string;
}

const LINE_PX = 22;
const HEIGHT_MAX_PX = 480;

/** A value as a tree that opens and closes; only what is in sight is in the page. */
export function JsonTree({ value, label }: Props) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [pages, setPages] = useState<ReadonlyMap<string, number>>(new Map());
  const lines = useMemo(() => toLines(value, toggled, pages), [value, toggled, pages]);
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing of it is memoised
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
    initialRect: { width: 0, height: HEIGHT_MAX_PX },
  });
  const act = (line: JsonLine) => {
    if (line.value instanceof More) setPages(new Map(pages).set(line.path, (pages.get(line.path) ?? 1) + 1));
    else setToggled(withToggled(toggled, line.path));
  };
  return (
    <div ref={scroller} className={classes.tree} style={{ maxHeight: HEIGHT_MAX_PX }} role="group" aria-label={`${label} as JSON`} tabIndex={0}>
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          return (
            line && (
              <div key={index} ref={virtual.measureElement} data-index={index} className={classes.line} style={{ transform: `translateY(${start}px)` }}>
                <JsonRow line={line} onAct={() => act(line)} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function withToggled(toggled: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const next = new Set(toggled);
  if (!next.delete(path)) next.add(path);
  return next;
}
