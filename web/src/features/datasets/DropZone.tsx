import { Paper } from "@mantine/core";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import classes from "./DropZone.module.css";

interface Given {
  label: string;
  onDrop: (file: File) => void;
  children: ReactNode;
}

/** A place to drop a file on; a button for those who do not drag stands inside. */
export function DropZone({ label, onDrop, children }: Given) {
  const [isOver, setOver] = useState(false);
  // Each element inside is entered and left, too.
  const depth = useRef(0);
  const step = (by: 1 | -1) => (event: DragEvent) => {
    event.preventDefault();
    depth.current += by;
    setOver(depth.current > 0);
  };
  return (
    <Paper
      component="section"
      aria-label={label}
      className={classes.zone}
      data-over={isOver || undefined}
      onDragEnter={step(1)}
      onDragLeave={step(-1)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        const file = event.dataTransfer.files.item(0);
        if (file) onDrop(file);
      }}
    >
      {children}
    </Paper>
  );
}
