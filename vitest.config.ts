import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/**/*.test.ts", "apps/**/*.test.{ts,tsx}", "e2e/*.test.ts"],
    setupFiles: ["vitest.setup.ts"],
    testTimeout: 20_000,
    pool: "forks",
  },
});
