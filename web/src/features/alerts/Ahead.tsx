import { readNow } from "@/components/TimeRange";
import { formatAge, formatTime } from "@/format/times";

/** In how long, with the exact time to hover over. */
export function Ahead({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatTime(at)}>
      {formatAge(at, readNow())}
    </time>
  );
}
