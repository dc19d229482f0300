import type { ReactNode } from "react";
import classes from "./TracePage.module.css";

/** One thing that is known, and what it is called. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className={classes.fact}>
      <span className={classes.factName}>{name}</span>
      <span className={classes.factValue}>{children}</span>
    </span>
  );
}
