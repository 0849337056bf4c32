import { deserialize, serialize } from "node:v8";
import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { Contents } from "./contents.ts";
import type { GivenBack } from "./protocol.ts";

const compress = promisify(deflateRaw);
const expand = promisify(inflateRaw);

/** Characters of a result that travels in its job; a larger one lies beside it. */
const mostInline = 32_768;

/** An outcome for the way back: within its job if it is small, as those of a bench are. */
export async function giveBack(outcome: unknown, contents: Contents): Promise<GivenBack> {
  const inline = (await compress(serialize(outcome))).toString("base64");
  return inline.length <= mostInline ? { inline } : { content: await contents.put(outcome) };
}

/** What was given back; null where it is lost or damaged. */
export async function takeGiven(given: unknown, contents: Contents): Promise<unknown> {
  const hash = contentOf(given);
  if (hash !== null) return contents.get(hash);
  const inline = typeof given === "object" && given !== null && "inline" in given ? given.inline : null;
  if (typeof inline !== "string") return null;
  try {
    return deserialize(await expand(Buffer.from(inline, "base64"), { maxOutputLength: 2 ** 26 }));
  } catch {
    return null;
  }
}

/** Removes what lies beside a job whose result was taken. */
export async function forget(given: unknown, contents: Contents): Promise<void> {
  const hash = contentOf(given);
  if (hash !== null) await contents.remove(hash);
}

function contentOf(given: unknown): string | null {
  const content = typeof given === "object" && given !== null && "content" in given ? given.content : null;
  return typeof content === "string" && /^[0-9a-f]{64}$/u.test(content) ? content : null;
}
