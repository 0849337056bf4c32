import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type BackendName, backendNames, type BackendState } from "../../run/engine.ts";

/** From the sources, as in tests, the built one runs: Node 20 cannot run TypeScript. */
const child = fileURLToPath(
  new URL(
    import.meta.url.endsWith(".ts") ? "../../../dist/commands/machine/survey-child.js" : "./survey-child.js",
    import.meta.url,
  ),
);

/** A backend that does not answer for this long hangs. */
const longestWait = 60_000; // milliseconds

/**
 * Whether each backend of TensorFlow.js works here. Another process tries them, so that a driver cannot write over our
 * lines and cannot end or hang this process. When a driver ends that process, a new one continues behind it.
 */
export async function surveyBackends(module = child, wait = longestWait): Promise<readonly BackendState[]> {
  const states: BackendState[] = [];
  while (states.length < backendNames.length) {
    const rest = backendNames.slice(states.length);
    const why = await trial({ module, wait, names: rest }, (state) => states.push(state));
    const name = backendNames[states.length];
    if (name !== undefined) states.push({ name, device: null, problem: `The ${name} backend ${why}.`, hint });
  }
  return states;
}

const hint = "Its driver or its package is broken: name another backend with --backend.";

/** Tries backends until each has answered or the process ends. Returns how it ended. */
function trial(
  { module, wait, names }: { readonly module: string; readonly wait: number; readonly names: readonly BackendName[] },
  onState: (state: BackendState) => void,
): Promise<string> {
  return new Promise((resolve) => {
    let why = "";
    const tried = fork(module, names, { stdio: ["ignore", "ignore", "ignore", "ipc"] });
    const giveUp = () => {
      why = `gave no answer within ${wait / 1000} seconds`;
      tried.kill("SIGKILL");
    };
    let alarm = setTimeout(giveUp, wait);
    tried.on("message", (state: BackendState) => {
      clearTimeout(alarm);
      alarm = setTimeout(giveUp, wait);
      onState(state);
    });
    let how: string | null = null;
    const end = () => {
      // What the process wrote before its end may arrive after it.
      if (how === null || tried.connected) return;
      clearTimeout(alarm);
      resolve(why === "" ? `ended its process (${how})` : why);
    };
    tried.on("disconnect", end);
    tried.on("exit", (code, signal) => {
      how = signal ?? `exit code ${code}`;
      end();
    });
    tried.on("error", ({ message }) => {
      how = message;
      end();
    });
  });
}
