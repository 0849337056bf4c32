import { Counters, LayerPlan, Plan, bytesOfLayerPlan } from "./schema.generated";

// @ts-ignore: decorator
@inline
export function countersOf(plan: Plan): Counters {
  return changetype<Counters>(plan.counters);
}

/** Whether the layer reads inputs through a structure. */
export function isStructured(plan: Plan, layer: LayerPlan): bool {
  return plan.structure != 0 && layer.scaleGradient != 0;
}

/** The layer at `index`; -1 is the last. */
export function layerOf(plan: Plan, index: i32): LayerPlan {
  const place = index < 0 ? <i32>plan.layerCount + index : index;
  return changetype<LayerPlan>(<usize>plan.layers + <usize>place * bytesOfLayerPlan);
}
