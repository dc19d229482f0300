import { Anchor, Stack } from "@mantine/core";
import { CopyableId } from "@/components/CopyableId";
import { Fact, Facts } from "@/components/Facts";
import { formatCount } from "@/format/numbers";
import type { Rule } from "./alerts";
import { SeverityBadge } from "./Badges";
import { describeRule, formatMinutes, formatOf } from "./words";

const MISSING = {
  ignore: "Says nothing",
  keep: "Keeps the state that it is in",
  alert: "Fires when nothing comes at all",
  recover: "Is fine",
};

/** All that a rule asks, a line for each part. */
export function RuleFacts({ rule }: { rule: Rule }) {
  const minutes = (count: number, none: string) => (count === 0 ? none : formatMinutes(count));
  return (
    <Stack maw={900}>
      <Facts label="Rule">
        <Fact name="Id">
          <CopyableId id={rule.id} of="rule" length={40} />
        </Fact>
        <Fact name="Fires at">{describeRule(rule)}</Fact>
        <Fact name="Measured over">{describeWindows(rule)}</Fact>
        <Fact name="Severity">
          <SeverityBadge severity={rule.severity} />
        </Fact>
        <Fact name="Only where">{describeFilters(rule)}</Fact>
        <Fact name="An alert for each">{rule.group_by.join(", ") || "None: one for all"}</Fact>
        <Fact name="Samples at least">{formatCount(rule.minimum_samples)}</Fact>
        <Fact name="Chance">
          {rule.noise_test ? `Fires only beyond it; evidence from up to ${minutes(rule.lookback_minutes, "the window")}` : "Not tested: any value beyond the limit counts"}
        </Fact>
        <Fact name="Too few samples">{MISSING[rule.missing]}</Fact>
        <Fact name="Must last">{minutes(rule.pending_minutes, "–")}</Fact>
        <Fact name="Fine again at">{formatOf(rule.rule_type, rule.measure)(rule.recovery_threshold ?? rule.threshold)}</Fact>
        <Fact name="Then quiet for">{minutes(rule.cooldown_minutes, "–")}</Fact>
        <Fact name="Told again after">{minutes(rule.renotify_minutes, "Never")}</Fact>
        <Fact name="Runbook">
          {rule.runbook_url ? (
            <Anchor href={rule.runbook_url} target="_blank" rel="noreferrer">
              {rule.runbook_url}
            </Anchor>
          ) : (
            "–"
          )}
        </Fact>
      </Facts>
    </Stack>
  );
}

function describeWindows({ rule_type: type, burn_windows: windows, time_window_minutes: minutes }: Rule): string {
  if (type !== "slo_burn") return formatMinutes(minutes);
  return windows.map((pair) => `${pair.factor}× over ${formatMinutes(pair.long_minutes)} and ${formatMinutes(pair.short_minutes)}`).join("; ");
}

const describeFilters = ({ filters }: Rule): string =>
  Object.entries(filters)
    .map(([name, values]) => `${name} is ${[values].flat().join(" or ")}`)
    .join(", ") || "Everywhere";
