/** Stretches of time that a collector is tried on or sent over. */

const HOUR_MS = 3_600_000;

export const TIMES = [
  { value: "1", label: "Last hour" },
  { value: "24", label: "Last 24 hours" },
  { value: "168", label: "Last 7 days" },
  { value: "720", label: "Last 30 days" },
  { value: "8760", label: "Last year" },
];

/** When a stretch of so many hours that ends now began. */
export const startOf = (hours: string) => new Date(Date.now() - Number(hours) * HOUR_MS).toISOString();
