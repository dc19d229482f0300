import { expect, test } from "vitest";
import { nameColumns, pickColumns } from "./columns";

test("without columns in the address, those that most need are shown, and they are not named", () => {
  expect(pickColumns(undefined)).toContain("input");
  expect(nameColumns(pickColumns(undefined))).toBeUndefined();
});

test("columns are named in the list's order, and unknown ones passed over", () => {
  expect(pickColumns("user,time,nonsense")).toEqual(["time", "user"]);
  expect(nameColumns(["user", "time"])).toBe("time,user");
  expect(pickColumns("nonsense")).toEqual(pickColumns(undefined));
});
