import { UserError } from "../../base/errors.ts";
import { type JobRunner, onThreads } from "../../run/runner.ts";
import type { Call } from "../command-line/command.ts";
import { jobsHere } from "../flags/request.ts";
import { queueAddress } from "./address.ts";
import { connect, type QueueServer } from "./connect.ts";
import { type Contents, openContents } from "./contents.ts";
import { onQueue } from "./give.ts";

/** Connects to the queue of `--queue` or of the environment. Throws a `UserError`. */
export async function openQueue({ flags, world }: Call): Promise<{ server: QueueServer; contents: Contents }> {
  const server = await connect(queueAddress(flags.queue, world.environment));
  return { server, contents: openContents(server, flags.tables) };
}

/**
 * Lets `work` run jobs where the flags say: on the workers of a queue, or on threads of this machine. Throws a
 * `UserError` for flags that a queue cannot follow.
 */
export async function withRunner<T>(
  call: Call,
  options: { readonly say: (text: string) => void; readonly finishRest: boolean },
  work: (runner: JobRunner) => Promise<T>,
): Promise<T> {
  const { flags } = call;
  if (flags.queue === null) {
    if (flags.tables === null) return onThreads(jobsHere(flags), work);
    throw new UserError("--tables is where the machines of a queue find tables.", {
      hint: "Name the queue with --queue.",
    });
  }
  if (flags["time-limit"] !== null) {
    throw new UserError("--time-limit counts the seconds of this machine, and a queue has others.", {
      hint: "Use --max-operations, which stops a run at the same point everywhere.",
    });
  }
  const { server, contents } = await openQueue(call);
  try {
    return await work(onQueue(server, { contents, fresh: flags.fresh, ...options }));
  } catch (error) {
    throw server.asMistake(error);
  } finally {
    server.close();
  }
}
