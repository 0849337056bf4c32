// In the place of the survey's process: one driver crashes, one hangs, one leaves, the others answer.
for (const name of process.argv.slice(2)) {
  if (name === "webgpu") process.kill(process.pid, "SIGSEGV");
  if (name === "wasm") await new Promise(() => setInterval(() => {}, 1000));
  if (name === "cpu") process.exit(7);
  await new Promise((resolve) => process.send({ name, device: name, problem: null, hint: null }, resolve));
}
