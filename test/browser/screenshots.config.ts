import { defineConfig } from "vitest/config";

// The script uses the tests' fixtures, which are TypeScript: vitest is what runs those here.
// oxlint-disable-next-line import/no-default-export -- vitest reads its configuration from there
export default defineConfig({ test: { include: ["test/browser/screenshots.ts"], testTimeout: 300_000 } });
