/** Processor time since `start`, of one thread in effect: on a busy machine it stays what it is on a quiet one, clock time does not. */
export function processorMilliseconds(start) {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

export const mostSteps = 128;

/** Least milliseconds a step of each subject over `rounds` in which all take turns: what disturbs the machine only ever adds. */
export async function takeTurns(subjects, rounds, milliseconds = 8) {
  const results = subjects.map((subject) => ({ subject, ms: Number.POSITIVE_INFINITY, steps: 1 }));
  for (const result of results) {
    // Long enough to be timed, short enough to fall between disturbances; the first run also warms the compilers.
    await result.subject.run(1);
    const first = Math.max(0.01, await result.subject.run(4));
    result.steps = Math.max(1, Math.min(mostSteps, Math.round(milliseconds / first)));
  }
  for (let round = 0; round < rounds; round++) {
    for (const result of results) {
      result.ms = Math.min(result.ms, await result.subject.run(result.steps));
    }
  }
  return results.map(({ subject, ms }) => ({
    name: subject.name,
    density: subject.density,
    ms,
    gigaOperations: subject.operations === 0 ? null : subject.operations / ms / 1e6,
  }));
}

/** Density at which a step of the sparse kernel costs as much as the dense one, on the line through its steps at 50 and 80%. */
export function crossing(results) {
  const [dense, high, low] = [1, 0.8, 0.5].map(
    (density) => results.find((one) => one.name === "sparse" && one.density === density).ms,
  );
  return 0.8 + ((dense - high) * 0.3) / (high - low);
}
