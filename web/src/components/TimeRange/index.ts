export { readNow, refreshNow } from "./now";
export { before, between, describeRange, type Range, type RangeSearch, toRangeSearch } from "./range";
export { TimeRange } from "./TimeRange";
export { type TimeRangeState, useTimeRange } from "./useTimeRange";
