import { useQuery } from "@tanstack/react-query";
import { Loading } from "@/components/Loading";
import { readNow } from "@/components/TimeRange";
import { backtestQuery, type Firing, type Rule } from "./alerts";
import { BacktestChart } from "./BacktestChart";
import { describeLabels } from "./words";

const HOURS = 6;
const AFTER_MS = 2 * 3_600_000;

/** The hours around a firing, as the rule of today sees them. */
export function Around({ firing, rule }: { firing: Firing; rule: Rule }) {
  const end = new Date(Math.min(readNow(), Date.parse(firing.fired_at) + AFTER_MS));
  const backtest = useQuery(backtestQuery({ rule_id: rule.id }, HOURS, end.toISOString()));
  if (backtest.error) return null; // the rest of the page stands without it
  if (backtest.data === undefined) return <Loading rows={1} height={240} />;
  const { series } = backtest.data;
  const ours = series.filter(({ labels }) => describeLabels(labels) === describeLabels(firing.labels));
  return (
    <BacktestChart
      backtest={{ ...backtest.data, series: ours.length > 0 ? ours : series }}
      type={rule.rule_type}
      measure={rule.measure}
      title="The hours around it"
    />
  );
}
