import type { Settings, SettingsSent, Strategy } from "./fewShot";

/** Settings as a form holds them; a number that is being typed may be no number yet. */
export interface Draft {
  dataset: string;
  strategy: Strategy;
  n: string | number;
  minScore: string | number;
  tokenBudget: string | number;
  diversity: string | number;
  evaluationDatasets: string[];
  redact: boolean;
  holdoutPercent: string | number;
  reviewHours: string | number;
  autoRetire: boolean;
}

/** What the form shows, as the API has it. */
export const FIELDS: readonly string[] = [
  "dataset_name",
  "strategy",
  "n",
  "min_score",
  "token_budget",
  "diversity",
  "evaluation_datasets",
  "holdout_share",
  "review_hours",
];

export const toDraft = (settings: Settings): Draft => ({
  dataset: settings.dataset_name,
  strategy: settings.strategy,
  n: settings.n,
  minScore: settings.min_score,
  tokenBudget: settings.token_budget ?? "",
  diversity: settings.diversity,
  evaluationDatasets: settings.evaluation_datasets,
  redact: settings.redact,
  holdoutPercent: round(settings.holdout_share * 100),
  reviewHours: settings.review_hours,
  autoRetire: settings.auto_retire,
});

/** A form as it is sent, with what it does not show; what is no number goes as it is, for the server to say so at its field. */
export const toSettings = (settings: Settings, draft: Draft): SettingsSent => ({
  ...withoutTime(settings),
  dataset_name: draft.dataset.trim(),
  strategy: draft.strategy,
  n: asNumber(draft.n),
  min_score: asNumber(draft.minScore),
  token_budget: draft.tokenBudget === "" ? null : asNumber(draft.tokenBudget),
  diversity: asNumber(draft.diversity),
  evaluation_datasets: draft.evaluationDatasets,
  redact: draft.redact,
  holdout_share: typeof draft.holdoutPercent === "number" ? round(draft.holdoutPercent / 100) : asNumber(draft.holdoutPercent),
  review_hours: asNumber(draft.reviewHours),
  auto_retire: draft.autoRetire,
});

/** Settings as they are sent: all that they are but when they were set. */
function withoutTime(settings: Settings): SettingsSent {
  const sent: SettingsSent & Partial<Settings> = { ...settings };
  delete sent.updated_at;
  return sent;
}

const asNumber = (value: string | number) => value as number;
const round = (value: number) => Number(value.toFixed(6));
