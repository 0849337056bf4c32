// PyTorch and scikit-learn in one python3 process, asked step by step so that they take turns with our engines.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** { torch: version or null, sklearn: boolean, subject(name, case, density), close() }; nothing of it where python3 is missing. */
export async function startPython() {
  const script = fileURLToPath(new URL("peers.py", import.meta.url));
  const child = spawn(process.env.PYTHON ?? "python3", [script], { stdio: ["pipe", "pipe", "ignore"] });
  const failed = new Promise((resolve) => child.once("error", () => resolve(undefined)));
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hello = await Promise.race([lines.next(), failed]);
  if (hello === undefined || hello.done) return { torch: null, sklearn: false, close() {} };
  const { torch, sklearn } = JSON.parse(hello.value);
  return {
    torch,
    sklearn,
    subject(name, { sizes, batch }, density) {
      return {
        name: name === "torch" ? (density === 1 ? `PyTorch ${torch}` : "PyTorch masked") : "scikit-learn",
        density,
        operations: 0,
        async run(steps) {
          child.stdin.write(`${JSON.stringify({ name, sizes, batch, density, steps })}\n`);
          const answer = await lines.next();
          if (answer.done) throw new Error("python3 stopped.");
          return JSON.parse(answer.value).ms;
        },
      };
    },
    close() {
      child.stdin.end();
    },
  };
}
