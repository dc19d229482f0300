import type { ScoreConfig } from "./trace";

export type Kind = ScoreConfig["dataType"];

/** What kind of score it is: the config's, else the chosen one. */
export const kindOf = (config: ScoreConfig | undefined, chosen: Kind): Kind => config?.dataType ?? chosen;

/** The value to send; `null` for none, or one that the config does not allow. */
export function parseScoreValue(kind: Kind, text: string, config: ScoreConfig | undefined): number | string | null {
  const given = text.trim();
  if (given === "") return null;
  if (kind === "CATEGORICAL" || kind === "TEXT") return given;
  const number = Number(given);
  if (!Number.isFinite(number)) return null;
  if (kind === "BOOLEAN") return number === 0 || number === 1 ? number : null;
  const isTooLow = typeof config?.minValue === "number" && number < config.minValue;
  const isTooHigh = typeof config?.maxValue === "number" && number > config.maxValue;
  return isTooLow || isTooHigh ? null : number;
}
