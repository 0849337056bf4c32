import { readFileSync } from "node:fs";

/** The version in package.json, which lies one folder above both src/ and dist/. */
export const version: string = readVersion();

function readVersion(): string {
  const content: unknown = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  if (typeof content === "object" && content !== null && "version" in content) return String(content.version);
  throw new Error("package.json has no version.");
}
