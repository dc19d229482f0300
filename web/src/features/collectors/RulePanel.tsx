import { Stack } from "@mantine/core";
import { describeCondition } from "@/components/Conditions";
import { Fact, Facts } from "@/components/Facts";
import { formatPercent } from "@/format/numbers";
import { DatasetLink, describeToday } from "./CollectorTable";
import type { Collector } from "./collectors";

/** What a collector asks for, and what it makes of it. */
export function RulePanel({ collector }: { collector: Collector }) {
  return (
    <Stack maw={900}>
      <Facts label="Rule">
        <Fact name="Asks for">{collector.rule}</Fact>
        <Fact name="Conditions">
          {collector.filters.length === 0 ? "None: any trace" : collector.filters.map((one, index) => <div key={index}>{describeCondition(one)}</div>)}
        </Fact>
        <Fact name="Fills">
          <DatasetLink name={collector.dataset} />
        </Fact>
        <Fact name="Looks at">{formatPercent(collector.sampling)} of the traces</Fact>
        <Fact name="Collected today">{describeToday(collector)}</Fact>
        <Fact name="Equal inputs">{collector.deduplicate ? "Make one item" : "Make an item each"}</Fact>
        <Fact name="Expected output">{collector.expect_answer ? "The answer" : "A correction by a person; the answer is kept beside"}</Fact>
        <Fact name="Personal data">{collector.redact ? "Replaced where it can be told by its form" : "Kept as it is"}</Fact>
      </Facts>
    </Stack>
  );
}
