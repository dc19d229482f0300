import type { ExampleUse, Order, Verdict } from "./fewShot";

/** What is known of an example, in a word and a colour. */
export const VERDICTS: Readonly<Record<Verdict, { label: string; color: string }>> = {
  helps: { label: "Helps", color: "teal" },
  hurts: { label: "Hurts", color: "red" },
  unclear: { label: "Unclear", color: "gray" },
  too_few: { label: "Too few traces", color: "gray" },
  inseparable: { label: "Never alone", color: "gray" },
};

export const ORDERS: Readonly<Record<Order, string>> = {
  uses: "Most used",
  quality: "Best quality",
  effect: "Worst effect",
};

/** Why a verdict is what it is, in a sentence. */
export function explain({ verdict, q, inseparable }: Pick<ExampleUse, "verdict" | "q" | "inseparable">): string {
  switch (verdict) {
    case "helps":
    case "hurts":
      return `At most ${((q ?? 0) * 100).toFixed(1)} % of what is found this clearly is chance.`;
    case "unclear":
      return "The difference may be chance.";
    case "too_few":
      return "Too few traces with a Quality score, with it or without it.";
    case "inseparable":
      return `It was never given without ${inseparable.length === 1 ? "another example" : `${inseparable.length} others`}: what it does by itself is unknown.`;
  }
}
