import { forwardDense } from "./dense";
import { LayerPlan, Plan } from "./plan";
import { sumRows } from "./rows";

/** All layers for the panel whose input slots are filled. */
export function forwardPanel(plan: Plan): void {
  const count = plan.layerCount;
  let address = <usize>plan.layers;
  for (let index: u32 = 0; index < count; index++) {
    const layer = changetype<LayerPlan>(address);
    const biases = <usize>plan.values + ((<usize>layer.firstBias) << 2);
    const rectified = index + 1 < count;
    if (layer.packed) {
      forwardDense(layer, biases, rectified);
    } else {
      sumRows(
        layer.rowBlocks,
        layer.outputs,
        layer.rowCuts,
        layer.source,
        <usize>plan.values + ((<usize>layer.first) << 2),
        biases,
        0,
        rectified,
        layer.slots,
      );
    }
    plan.operations += <f64>layer.weightCount * 32.0;
    address += offsetof<LayerPlan>();
  }
  plan.panels += 1;
}
