import { defineConfig } from "vitest/config";

// Not part of "npm test": what is tested here has to be built first, which test/named/run.mjs does.
// oxlint-disable-next-line import/no-default-export -- vitest reads its configuration from there
export default defineConfig({
  test: { include: ["test/named/*.named.ts"], testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false },
});
