import type { Found } from "./words";

const ROOM = 1.1;

/** A scale from 0 to beyond all of what was found and its limit; of scores up to 1. */
export function toFoundScale({ value, low, high, threshold, measure, rule_type: type }: Found): { from: number; to: number } {
  const numbers = [value, low, high, threshold].filter((one): one is number => one !== null);
  const [least, most] = [Math.min(0, ...numbers), Math.max(...numbers)];
  const isShare = type !== "slo_burn" && (measure === "score" || measure === "quality" || measure === "error_rate");
  const wanted = most * ROOM || 1;
  return { from: least, to: isShare && most <= 1 ? Math.min(1, measure === "error_rate" ? wanted : 1) : wanted };
}
