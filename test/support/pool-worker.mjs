// A worker for the tests of the pool: each job says what it does.
import { setTimeout as sleep } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import { UserError } from "../../dist/base/errors.js";
import { serveJobs } from "../../dist/run/serve.js";

serveJobs(async (job, shared, report) => {
  if (job.wait) await sleep(job.wait);
  if (job.exit) process.exit(job.exit);
  if (job.exitOnce && Atomics.add(shared.counts, job.exitOnce, 1) === 0) process.exit(7);
  if (job.exitLater) setTimeout(() => process.exit(7), 20);
  if (job.raiseLater)
    setImmediate(() => {
      throw new Error("raised outside a job");
    });
  if (job.raiseLater) await sleep(50);
  if (job.spin) for (;;) Atomics.add(shared.counts, 0, 1);
  if (job.userError) throw new UserError("The target has one class.", { hint: "Name another.", exitCode: 4 });
  if (job.bug) throw new TypeError("undefined is not a row");
  report({ seen: job.value });
  return { square: job.value * job.value * shared.factor, thread: threadId };
});
