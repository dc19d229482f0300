/** What a calibration found, as measures on scales. */

import { type NamedEstimate } from "@/components/Interval";
import type { Calibration } from "./judges";

const SHARE = { from: 0, to: 1 };
const SIGNED = { from: -1, to: 1, marks: [{ at: 0, name: "none" }] };

/** How far the judge agrees with people. */
export function toAgreement(found: Calibration): NamedEstimate[] {
  const rows: NamedEstimate[] = [
    { name: "Agreement", about: "The same verdict as people’s", estimate: found.agreement, ...SHARE },
    { name: "Cohen’s kappa", about: "Agreement beyond chance: 0 is chance", estimate: found.kappa, ...SIGNED },
    { name: "Sensitivity", about: "Of what people passed, passed too", estimate: found.sensitivity, ...SHARE },
    { name: "Specificity", about: "Of what people failed, failed too", estimate: found.specificity, ...SHARE },
    { name: "Bias", about: "How much higher than people it scores", estimate: found.bias, ...toBiasScale(found) },
    { name: "Rank correlation", about: "The same order as people’s", estimate: found.rank_correlation, ...SIGNED },
  ];
  return rows.filter(({ estimate }) => estimate !== null);
}

/** A bias is in the judge's own units, which need not be shares. */
function toBiasScale({ bias }: Calibration) {
  const size = Math.max(1, ...[bias?.low, bias?.high, bias?.value].map((one) => Math.abs(one ?? 0)));
  return { from: -size, to: size, marks: [{ at: 0, name: "none" }] };
}

/** The judge's averages, each as it was given and without the errors. */
export function toAverages({ pass_rate: rate, mean }: Calibration): NamedEstimate[] {
  const ends = [mean?.uncorrected, mean?.corrected].flatMap((one) => [one?.low ?? 0, one?.high ?? 0, one?.value ?? 0]);
  const scale = { from: Math.min(0, ...ends), to: Math.max(1, ...ends) };
  return [
    ...(rate
      ? [
          { name: "Pass rate, as given", estimate: rate.uncorrected, ...SHARE },
          { name: "Pass rate, corrected", estimate: rate.corrected, ...SHARE },
        ]
      : []),
    ...(mean
      ? [
          { name: "Mean, as given", estimate: mean.uncorrected, ...scale },
          { name: "Mean, corrected", estimate: mean.corrected, ...scale },
        ]
      : []),
  ];
}
