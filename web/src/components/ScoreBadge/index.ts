export { ScoreBadge } from "./ScoreBadge";
export { formatScore } from "./score";
export type { ScoreLike } from "./score";
