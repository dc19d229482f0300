import { readNow } from "@/components/TimeRange";
import { formatAge, formatTime } from "@/format/times";

/** How long ago, with the exact time to hover over; what came since the page was refreshed is from now. */
export function Age({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatTime(at)}>
      {formatAge(at, Math.max(readNow(), Date.parse(at)))}
    </time>
  );
}
