import { Text, Tooltip } from "@mantine/core";
import { formatPercent } from "@/format/numbers";
import { type Change } from "./change";

const LOOK = {
  better: { color: "var(--ratchet-better)", word: "better" },
  worse: { color: "var(--ratchet-worse)", word: "worse" },
  same: { color: "dimmed", word: "the same" },
  other: { color: "dimmed", word: "changed" },
};

/** A change against the period before; an arrow and a word say what its colour says. */
export function Delta({ change, before }: { change: Change; before: string }) {
  const { color, word } = LOOK[change.verdict];
  const said = change.share > 0 ? "up" : change.share < 0 ? "down" : "";
  const arrow = change.share > 0 ? "▲" : change.share < 0 ? "▼" : "=";
  const size = change.share === 0 ? "" : ` ${formatShare(Math.abs(change.share))}`;
  const shown = change.verdict === "other" ? "" : ` ${word}`;
  return (
    <Tooltip label={`${before} in the period before: ${word}`}>
      <Text span size="xs" fw={600} c={color} className="tabular">
        <span aria-hidden>{arrow}</span>
        <span className="only-read">{said}</span>
        {size}
        {shown}
      </Text>
    </Tooltip>
  );
}

const formatShare = (share: number) => (share >= 10 ? `${Math.round(share)}×` : formatPercent(share, share < 0.1 ? 1 : 0));
