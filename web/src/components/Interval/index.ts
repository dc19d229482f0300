export { EstimateTable, type NamedEstimate } from "./EstimateTable";
export { formatEstimate, type Estimate } from "./estimate";
export { Interval } from "./Interval";
