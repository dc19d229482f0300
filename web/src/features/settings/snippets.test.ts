import { expect, test } from "vitest";
import { toSnippets } from "./snippets";

const connection = { url: "http://ratchet.example:4318", publicKey: "pk-lf-1", secretKey: "sk-lf-2" };

test("every snippet holds the server's own address and the key", () => {
  for (const { id, install, code } of toSnippets(connection)) {
    expect(install + code, id).toContain(connection.url);
    if (id !== "opentelemetry") expect(install + code, id).toMatch(/pk-lf-1[\s\S]*sk-lf-2/);
  }
});

test("OpenTelemetry gets the key as a header, with nothing in it that a header list could not hold", () => {
  const code = toSnippets(connection).find(({ id }) => id === "opentelemetry")?.code ?? "";
  const [, basic = ""] = /Basic%20(\S+)"/.exec(code) ?? [];
  expect(atob(decodeURIComponent(basic))).toBe("pk-lf-1:sk-lf-2");
});

test("without a secret, the snippet says what belongs there", () => {
  const all = toSnippets({ ...connection, secretKey: "<your secret key>" });
  expect(all.every(({ install, code }) => !(install + code).includes("undefined"))).toBe(true);
  expect(all.find(({ id }) => id === "opentelemetry")?.code).toContain("<base64 of pk-lf-1:your secret key>");
});
