export { EstimateTable, type NamedEstimate } from "./EstimateTable";
export { type Estimate, formatEstimate, toScale } from "./estimate";
export { Interval } from "./Interval";
