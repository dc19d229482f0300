import { Group, Paper, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchChange } from "@/app/searchText";
import { Loading } from "@/components/Loading";
import { formatCount, formatNumber, formatPercent } from "@/format/numbers";
import classes from "./Distribution.module.css";
import { type Bin, distributionQuery, type ScoreName, toSizes } from "./figures";
import type { ScoreFilters } from "./scores";

interface Given {
  of: ScoreName;
  filters: ScoreFilters;
  bounds: { from: Date; to: Date };
}

/** How the values of one score lie; each bar leads to its scores. */
export function Distribution({ of, filters, bounds }: Given) {
  const bins = useQuery({ ...distributionQuery(of.name, of.type, bounds), placeholderData: keepPreviousData });
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-label={`How ${of.name} lies`}>
      <Group gap="lg" mb="sm" align="baseline">
        <Title order={2}>
          <bdi>{of.name}</bdi>
        </Title>
        <Text size="sm">
          {formatCount(of.count)} scores
          {of.mean !== null && of.type === "NUMERIC" && `, mean ${formatNumber(of.mean, 3)}, from ${formatNumber(of.low, 3)} to ${formatNumber(of.high, 3)}`}
          {of.mean !== null && of.type === "BOOLEAN" && `, ${formatPercent(of.mean)} true`}
        </Text>
      </Group>
      {bins.isPending && <Loading rows={4} height={18} />}
      {bins.data && <Bars bins={bins.data} type={of.type} filters={filters} />}
    </Paper>
  );
}

function Bars({ bins, type, filters }: { bins: readonly Bin[]; type: string; filters: ScoreFilters }) {
  const change = useSearchChange();
  const sizes = toSizes(bins);
  return (
    <ul className={classes.bars} data-upright={type === "NUMERIC" || undefined}>
      {bins.map((bin, index) => (
        <li key={bin.label} className={classes.bin} style={{ flexGrow: sizes[index]?.width }}>
          <button
            type="button"
            className={classes.button}
            aria-pressed={isChosen(bin, filters)}
            title={`${bin.label}: ${formatCount(bin.count)}`}
            onClick={() => change(isChosen(bin, filters) ? UNASKED : toChange(bin, type))}
          >
            <span className={classes.track}>
              <span className={classes.bar} style={{ "--share": `${100 * (sizes[index]?.height ?? 0)}%` } as React.CSSProperties} />
            </span>
            <span className={classes.label}>
              <bdi>{bin.label}</bdi>
            </span>
            <span className={classes.count}>{formatCount(bin.count)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const UNASKED = { min: undefined, max: undefined, value: undefined };

function toChange({ low, high, value }: Bin, type: string): Record<string, string | undefined> {
  return { ...UNASKED, type, ...(value === undefined ? { min: String(low), max: String(high) } : { value }) };
}

const isChosen = ({ low, high, value }: Bin, filters: ScoreFilters) =>
  value === undefined ? filters.min === String(low) && filters.max === String(high) : filters.value === value;
