import { expect, test } from "vitest";
import { toSafeUrl } from "./url";

test("links go to the web and to mail alone", () => {
  for (const url of ["https://a.b/c", "http://a.b", "mailto:a@b.c"]) expect(toSafeUrl(url)).toBe(url);
  for (const url of ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "/admin/keys", "#x", "vbscript:x", " java\nscript:1"]) {
    expect(toSafeUrl(url), url).toBeNull();
  }
});
