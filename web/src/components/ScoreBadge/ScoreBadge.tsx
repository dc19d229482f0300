import { Tooltip } from "@mantine/core";
import { formatScore, type ScoreLike, toShare } from "./score";
import classes from "./ScoreBadge.module.css";

/** A score in one line: its name, its value, and how far between 0 and 1 it is. */
export function ScoreBadge(score: ScoreLike) {
  const share = toShare(score);
  const badge = (
    <span className={classes.badge}>
      {share !== null && <span className={classes.bar} style={{ width: `${share}%` }} aria-hidden />}
      <bdi className={classes.name}>{score.name}</bdi>
      <bdi className={classes.value}>{formatScore(score)}</bdi>
    </span>
  );
  if (!score.comment) return badge;
  return (
    <Tooltip label={score.comment.slice(0, 400)} multiline maw={360} className="untrusted">
      {badge}
    </Tooltip>
  );
}
