import { describe, expect, it } from "vitest";
import { before, between, DAY_MS, describeRange, HOUR_MS, parseRange, shift, toBounds, toRangeSearch, zoomOut } from "./range";

const at = (text: string) => new Date(`2026-03-04T${text}:00Z`);
const NOW = at("12:00").getTime();

describe("the range of an address", () => {
  it("is the last 24 hours without any", () => {
    expect(parseRange({})).toEqual({ kind: "last", name: "24h", ms: DAY_MS });
  });

  it("is any number of minutes, hours or days", () => {
    expect(parseRange({ range: "90m" })).toEqual({ kind: "last", name: "90m", ms: 1.5 * HOUR_MS });
    expect(describeRange(parseRange({ range: "90m" }))).toBe("Last 90 minutes");
  });

  it("is the last 24 hours where it makes no sense", () => {
    for (const search of [{ range: "7w" }, { range: "0h" }, { range: "999d" }, { from: "x", to: "y" }, { from: "2026-03-04", to: "2026-03-03" }]) {
      expect(parseRange(search)).toEqual(parseRange({}));
    }
  });

  it("is told again as it was read", () => {
    const search = { from: "2026-03-04T10:00:00Z", to: "2026-03-04T11:00:00Z", range: undefined };
    expect(toRangeSearch(parseRange(search))).toEqual(search);
    expect(toRangeSearch(parseRange({}))).toEqual({ range: undefined, from: undefined, to: undefined });
  });
});

describe("bounds", () => {
  it("end now for a last stretch of time", () => {
    expect(toBounds(parseRange({ range: "1h" }), NOW)).toEqual({ from: at("11:00"), to: at("12:00") });
  });

  it("have a stretch of the same length before them", () => {
    expect(before({ from: at("10:00"), to: at("12:00") })).toEqual({ from: at("08:00"), to: at("10:00") });
  });

  it("move by half their length, and never beyond now", () => {
    const bounds = { from: at("10:00"), to: at("11:30") };
    expect(shift(bounds, -1, NOW)).toEqual(between(at("09:15"), at("10:45")));
    expect(shift(bounds, 1, NOW)).toEqual(between(at("10:30"), at("12:00")));
  });

  it("grow around their middle, as far as now allows", () => {
    expect(zoomOut({ from: at("08:00"), to: at("10:00") }, NOW)).toEqual(between(at("07:00"), at("11:00")));
    expect(zoomOut({ from: at("10:00"), to: at("12:00") }, NOW)).toEqual(between(at("08:00"), at("12:00")));
  });
});
