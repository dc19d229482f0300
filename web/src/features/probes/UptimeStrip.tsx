import { formatMinute } from "@/format/times";
import type { Uptime } from "./probes";
import classes from "./probes.module.css";
import { describeRuns, formatUptime, toLook } from "./words";

interface Given {
  /** Whose it is. */
  name: string;
  uptime: Uptime;
  isTall?: boolean;
}

/** A bar for each stretch of time: green where all was fine, lower where it was not. */
export function UptimeStrip({ name, uptime, isTall = false }: Given) {
  const label = `Uptime of ${name} over ${String(uptime.hours)} h: ${formatUptime(uptime.whole.uptime)}, ${describeRuns(uptime.whole)}`;
  return (
    <div className={isTall ? `${classes.strip ?? ""} ${classes.tall ?? ""}` : classes.strip} role="img" aria-label={label}>
      {uptime.steps.map((step) => (
        <div key={step.at} className={`${classes.step ?? ""} ${classes[toLook(step)] ?? ""}`} title={`${formatMinute(step.at)}: ${describeRuns(step)}`} />
      ))}
    </div>
  );
}
