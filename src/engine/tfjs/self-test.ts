import type { Backend } from "./backend.ts";
import { unavailable } from "./packages.ts";

/** Numbers that every float32 holds exactly, so that a correct backend gives exactly these results. */
const left = Float32Array.of(1, -2, 3, 0.5, 4, -1);
const right = Float32Array.of(2, 1, -1, 3, 0.25, 2);
const rectified = [4.75, 1, 0, 10.5]; // relu of (2 × 3) · (3 × 2)

/** One product whose result is known. Throws a UserError when the backend gives another, as broken drivers do. */
export async function selfTest(backend: Backend): Promise<void> {
  const { tf } = backend;
  const result = backend.compute(() =>
    tf.relu(tf.matMul(tf.tensor(left, [2, 3], "float32"), tf.tensor(right, [3, 2], "float32"))),
  );
  try {
    const values = await backend.read(result);
    if (values.length !== 4 || rectified.some((one, at) => one !== values[at])) {
      throw unavailable(
        `The ${backend.name} backend on ${backend.device} computes wrongly: ${[...values].join(", ")} where ` +
          `${rectified.join(", ")} is right.`,
        "Its driver may be broken: name another backend with --backend.",
      );
    }
  } finally {
    result.dispose();
  }
}
