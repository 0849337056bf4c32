import { UserError } from "../base/errors.ts";
import type { TensorFlow } from "../engine/tfjs/tensorflow.ts";
import type { ModelLike } from "./layers-model.ts";

/**
 * What `model.save` hands to a handler, with the masks beside it. Give it to `tf.io.fromMemory` or to any handler of
 * your own.
 */
export interface SavedModel {
  readonly modelTopology?: unknown;
  readonly weightSpecs?: unknown;
  readonly weightData?: unknown;
  readonly userDefinedMetadata: { readonly occamTab: SavedMasks };
}

/** One bit a weight, first weight in the lowest bit of the first byte, base64. */
export interface SavedMasks {
  readonly schema: "occam-tab/masks@1";
  readonly masks: readonly {
    readonly name: string;
    readonly weights: number;
    readonly kept: number;
    readonly bits: string;
  }[];
}

interface WithHandlers extends TensorFlow {
  readonly io: { withSaveHandler(handle: (artifacts: object) => Promise<object>): never };
}

/** The artifacts of a model with its masks in their metadata. */
export async function saveModel(
  tf: TensorFlow,
  model: ModelLike,
  masks: ReadonlyMap<string, Uint8Array>,
): Promise<SavedModel> {
  let saved: object = {};
  const { io } = tf as WithHandlers;
  const info = { dateSaved: null, modelTopologyType: "JSON" };
  await model.save(
    io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: info });
    }),
  );
  const before = "userDefinedMetadata" in saved ? saved.userDefinedMetadata : {};
  const occamTab: SavedMasks = {
    schema: "occam-tab/masks@1",
    masks: [...masks].map(([name, mask]) => ({
      name,
      weights: mask.length,
      kept: mask.reduce((sum, byte) => sum + byte, 0),
      bits: toBits(mask),
    })),
  };
  return { ...saved, userDefinedMetadata: { ...(before as object), occamTab } };
}

/**
 * The masks of saved artifacts by kernel: a byte a weight, 1 is kept. Throws a UserError when there are none or they
 * are damaged.
 */
export function readMasks(saved: { readonly userDefinedMetadata?: unknown }): ReadonlyMap<string, Uint8Array> {
  const metadata: unknown = saved.userDefinedMetadata;
  const kept: unknown =
    typeof metadata === "object" && metadata !== null && "occamTab" in metadata ? metadata.occamTab : null;
  if (!isSavedMasks(kept)) {
    throw new UserError("The saved model has no masks of occam-tab.", {
      hint: "Save it with save() of what occamFit gave.",
    });
  }
  return new Map(kept.masks.map(({ name, weights, bits }) => [name, fromBits(bits, weights)]));
}

function isSavedMasks(value: unknown): value is SavedMasks {
  return (
    typeof value === "object" &&
    value !== null &&
    "schema" in value &&
    value.schema === "occam-tab/masks@1" &&
    "masks" in value &&
    Array.isArray(value.masks)
  );
}

function toBits(mask: Uint8Array): string {
  const bytes = new Uint8Array(Math.ceil(mask.length / 8));
  for (const [at, byte] of mask.entries()) if (byte === 1) bytes[at >> 3]! |= 1 << (at & 7);
  return Buffer.from(bytes).toString("base64");
}

function fromBits(bits: string, weights: number): Uint8Array {
  const bytes = Buffer.from(bits, "base64");
  if (bytes.length !== Math.ceil(weights / 8)) {
    throw new UserError(`A mask has ${bytes.length} bytes where ${weights} weights need ${Math.ceil(weights / 8)}.`);
  }
  return Uint8Array.from({ length: weights }, (_, at) => (bytes[at >> 3]! >> (at & 7)) & 1);
}
