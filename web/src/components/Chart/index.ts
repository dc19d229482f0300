export { Chart } from "./Chart";
export { ChartCard } from "./ChartCard";
export type { Band, Line, Steps, Values } from "./drawing";
export type { Drawing } from "./options";
export { type Hue, HUES } from "./palette";
