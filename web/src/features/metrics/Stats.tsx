import { SimpleGrid } from "@mantine/core";
import { toChange } from "@/components/change";
import { StatCard } from "@/components/StatCard";
import type { RangeSearch } from "@/components/TimeRange";
import { formatCost, formatCount, formatDuration, formatPercent, formatScore } from "@/format/numbers";
import { atLeast, type TraceSearch } from "./links";
import type { Figures, Series } from "./series";

interface Given {
  series: Series | undefined;
  before: Series | undefined;
  /** The time, as the address says it. */
  search: RangeSearch;
  score: string | undefined;
}

interface Stat {
  label: string;
  better: "up" | "down" | "neither";
  read: (figures: Figures) => number | null;
  format: (value: number | null) => string;
  sample: (figures: Figures) => string;
  search?: (figures: Figures) => TraceSearch;
}

const share = ({ failed, traces }: Figures) => (traces > 0 ? failed / traces : null);

const STATS: readonly Stat[] = [
  {
    label: "Traces",
    better: "neither",
    read: (figures) => figures.traces,
    format: formatCount,
    sample: (figures) => `${formatCount(figures.spans)} spans`,
  },
  {
    label: "Error rate",
    better: "down",
    read: share,
    format: formatPercent,
    sample: (figures) => `${formatCount(figures.failed)} of ${formatCount(figures.traces)}`,
    search: () => ({ status: "error" }),
  },
  {
    label: "Latency, p95",
    better: "down",
    read: (figures) => figures.p95_ms,
    format: formatDuration,
    sample: (figures) => `p50 ${formatDuration(figures.p50_ms)} of ${formatCount(figures.latency_count)}`,
    search: ({ p95_ms }): TraceSearch => (p95_ms === null ? {} : { min_latency_ms: atLeast(p95_ms) }),
  },
  {
    label: "Cost",
    better: "down",
    read: (figures) => figures.cost_usd,
    format: formatCost,
    sample: ({ cost_usd, traces }) => (traces > 0 ? `${formatCost((1000 * cost_usd) / traces)} per 1,000` : "no traces"),
  },
  {
    label: "Tokens",
    better: "neither",
    read: (figures) => figures.tokens,
    format: formatCount,
    sample: ({ tokens, traces }) => (traces > 0 ? `${formatCount(tokens / traces)} per trace` : "no traces"),
  },
];

const toQuality = (score: string | undefined): Stat => ({
  label: score === undefined ? "Quality" : score,
  better: "up",
  read: (figures) => figures.quality.avg ?? null,
  format: formatScore,
  sample: (figures) => `${formatCount(figures.quality.count)} scores`,
});

/** The figures of the whole time in one row. */
export function Stats({ series, before, search, score }: Given) {
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm" mb="sm">
      {[toQuality(score), ...STATS].map((stat) => {
        const now = series?.whole;
        const then = before?.whole;
        return (
          <StatCard
            key={stat.label}
            label={stat.label}
            value={now && stat.format(stat.read(now))}
            sample={now && stat.sample(now)}
            change={now && then ? toChange(stat.read(now), stat.read(then), stat.better) : null}
            before={then && stat.format(stat.read(then))}
            to="/traces"
            search={{ ...search, ...(now && stat.search?.(now)) }}
          />
        );
      })}
    </SimpleGrid>
  );
}
