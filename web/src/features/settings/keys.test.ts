import { expect, test } from "vitest";
import { orderKeys } from "./keys";

const key = (public_key: string, created_at: string, revoked_at: string | null = null) => ({ public_key, note: "", created_at, revoked_at });

test("keys in use come first, the newest at the top", () => {
  const keys = [key("old", "2026-01-01"), key("gone", "2026-03-01", "2026-03-02"), key("new", "2026-02-01")];
  expect(orderKeys(keys).map(({ public_key }) => public_key)).toEqual(["new", "old", "gone"]);
});
