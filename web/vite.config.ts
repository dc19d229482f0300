import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.RATCHET_URL ?? "http://127.0.0.1:4318";
const paths = ["/admin", "/api", "/auth", "/metrics", "/healthz", "/readyz", "/media"];

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // The host stays the browser's own, so that the server sees that a request comes from its page.
  server: { port: 5173, proxy: Object.fromEntries(paths.map((path) => [path, { target: server, changeOrigin: false }])) },
  build: {
    // Part of the Python package, so that `ratchet serve` finds it wherever it is installed.
    outDir: "../src/ratchet/server/web",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content security policy allows no data: scripts or styles
  },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
