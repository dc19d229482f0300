import { expect, it } from "vitest";
import { formatAge, formatTime } from "./times";

it("shows times to the second", () => {
  expect(formatTime(new Date(2026, 0, 2, 3, 4, 5))).toBe("2026-01-02 03:04:05");
});

it("shows ages in the largest unit that fits", () => {
  const now = Date.UTC(2026, 5, 15);
  const shown = [5, 300, 7200, 86_400, 30 * 86_400, 800 * 86_400].map((age) => formatAge(now - age * 1000, now));
  expect(shown).toEqual(["5 sec. ago", "5 min. ago", "2 hr. ago", "yesterday", "4 wk. ago", "2 yr. ago"]);
});
