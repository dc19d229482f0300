import classes from "./Chart.module.css";

/** The colour of a line: full, broken for the period before, faint for a band. */
export function Swatch(given: { color: string; isBefore?: boolean | undefined; isBand?: boolean | undefined }) {
  const look = given.isBefore ? classes.broken : given.isBand ? classes.faint : classes.full;
  return <span className={look} style={{ color: given.color }} aria-hidden />;
}
