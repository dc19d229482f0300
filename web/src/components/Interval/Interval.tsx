import { type Estimate, formatEstimate, toPlace } from "./estimate";
import classes from "./Interval.module.css";

interface Given {
  estimate: Estimate;
  /** The ends of the scale. */
  from: number;
  to: number;
  /** Values that it is held against: no change, a margin. */
  marks?: readonly { at: number; name: string }[];
  color?: string;
  format?: (value: number) => string;
}

type Place = React.CSSProperties & Record<`--${string}`, string>;

/** A number and its interval on a scale. */
export function Interval({ estimate, from, to, marks = [], color, format }: Given) {
  const { value, low, high } = estimate;
  const said = [formatEstimate(estimate, format), ...marks.map(({ at, name }) => `${name} at ${format ? format(at) : at}`)].join(", ");
  const place = (at: number) => `${toPlace(at, from, to)}%`;
  return (
    <div className={classes.scale} role="img" aria-label={said} title={said} style={{ "--color": color ?? "var(--mantine-primary-color-filled)" } as Place}>
      {marks.map(({ at, name }) => (
        <span key={name} className={classes.mark} style={{ left: place(at) }} />
      ))}
      {low !== null && high !== null && (
        <span className={classes.range} style={{ left: place(low), right: `${100 - toPlace(high, from, to)}%` }} />
      )}
      {value !== null && <span className={classes.value} style={{ left: place(value) }} />}
    </div>
  );
}
