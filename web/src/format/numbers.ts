/** Numbers as people read them: few digits, and always their unit. */

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const MISSING = "–";

type Known = number | null | undefined;

const isMissing = (value: Known): value is null | undefined => value === null || value === undefined || !Number.isFinite(value);

/** 1,234; from 100,000 on 123.5K. */
export function formatCount(value: Known): string {
  if (isMissing(value)) return MISSING;
  return Math.abs(value) < 100_000 ? whole.format(value) : short.format(value);
}

/** At most `digits` behind the point, without zeros at the end. */
export function formatNumber(value: Known, digits = 2): string {
  return isMissing(value) ? MISSING : Number(value.toFixed(digits)).toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** A score: three digits behind the point, so that those of a column compare; fewer for large ones. */
export function formatScore(value: Known): string {
  if (isMissing(value)) return MISSING;
  return Math.abs(value) < 10 ? value.toFixed(3) : formatNumber(value, 1);
}

/** A share of 1 as percents: 5.13 %. */
export function formatPercent(share: Known, digits = 1): string {
  return isMissing(share) ? MISSING : `${formatNumber(100 * share, digits)} %`;
}

/** 850 µs, 12 ms, 1.24 s, 3 min 5 s, 2 h 10 min. */
export function formatDuration(ms: Known): string {
  if (isMissing(ms)) return MISSING;
  if (ms === 0) return "0 ms";
  if (ms < 1) return `${formatNumber(ms * 1000, 0)} µs`;
  if (ms < 10) return `${formatNumber(ms, 1)} ms`;
  if (ms < 999.5) return `${formatNumber(ms, 0)} ms`;
  if (ms < 59_995) return `${formatNumber(ms / 1000, ms < 9_995 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 3600
    ? joinUnits(Math.floor(seconds / 60), "min", seconds % 60, "s")
    : joinUnits(Math.floor(seconds / 3600), "h", Math.floor((seconds % 3600) / 60), "min");
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** Dollars, with as many digits as a small sum needs: $0.000123, $1.24, $1,235. */
export function formatCost(usd: Known): string {
  if (isMissing(usd)) return MISSING;
  if (usd === 0) return "$0";
  const size = Math.abs(usd);
  if (size < 1e-6) return `$${usd.toExponential(1)}`;
  if (size < 0.01) return `$${formatNumber(usd, 1 - Math.floor(Math.log10(size)))}`;
  if (size >= 100_000) return `$${short.format(usd)}`;
  return `$${usd.toLocaleString("en-US", { minimumFractionDigits: size < 1000 ? 2 : 0, maximumFractionDigits: size < 1000 ? 2 : 0 })}`;
}

/** 512 B, 1.8 kB, 12 MB. */
export function formatSize(bytes: Known): string {
  if (isMissing(bytes)) return MISSING;
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${formatNumber(value, value < 10 && power > 0 ? 1 : 0)} ${units[power] ?? "B"}`;
}
