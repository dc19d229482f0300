import { Age } from "@/components/Age";
import { Fact, Facts } from "@/components/Facts";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import { formatTime } from "@/format/times";
import type { Probe } from "./probes";
import { describeCheck, describeSchedule } from "./words";

/** What a probe asks, when, and what has to come back. */
export function ProbeFacts({ probe }: { probe: Probe }) {
  return (
    <Facts label="What it asks">
      <Fact name="Asks">
        {probe.dataset === "" ? (
          probe.queries.map((query, place) => <div key={place}>{query}</div>)
        ) : (
          <>
            the newest {formatCount(probe.items_max)} items of{" "}
            <TextLink to="/datasets/$datasetName" params={{ datasetName: probe.dataset }}>
              {probe.dataset}
            </TextLink>
          </>
        )}
      </Fact>
      <Fact name="Target">{probe.target}</Fact>
      <Fact name="When">
        {describeSchedule(probe)}
        {probe.next_at !== null && `; next at ${formatTime(probe.next_at)}`}
      </Fact>
      <Fact name="The answer">{probe.checks.length === 0 ? "is not empty" : probe.checks.map((check, place) => <div key={place}>{describeCheck(check)}</div>)}</Fact>
      <Fact name="Down after">{probe.failures_to_down === 1 ? "one failed run" : `${formatCount(probe.failures_to_down)} failed runs in a row`}</Fact>
      <Fact name="Now">
        {probe.since === null ? "not run yet" : <>{probe.state} since <Age at={probe.since} /></>}
        {probe.missed > 0 && `; ${formatCount(probe.missed)} times missed in all`}
      </Fact>
    </Facts>
  );
}
