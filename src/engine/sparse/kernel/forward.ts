import { forwardDense } from "./dense";
import { countersOf, isStructured } from "./plan";
import { LayerPlan, Plan, bytesOfLayerPlan } from "./schema.generated";
import { sumRows } from "./rows";

/**
 * All layers for the panel whose input slots are filled, or with a structure what inputs make of the units that read
 * them.
 */
export function forwardPanel(plan: Plan): void {
  const count = plan.layerCount;
  let address = <usize>plan.layers;
  for (let index: u32 = 0; index < count; index++) {
    const layer = changetype<LayerPlan>(address);
    const biases = <usize>plan.values + ((<usize>layer.firstBias) << 2);
    const rectified = index + 1 < count;
    const continued = isStructured(plan, layer);
    if (continued && index == 0) {
      // Already computed.
    } else if (layer.packed) {
      forwardDense(layer, biases, continued, rectified);
    } else {
      sumRows(
        continued,
        layer.rowBlocks,
        layer.outputs,
        layer.rowBounds,
        layer.source,
        <usize>plan.values + ((<usize>layer.first) << 2),
        biases,
        0,
        rectified,
        layer.slots,
      );
    }
    countersOf(plan).operations += <f64>layer.multiplyAdds * 32.0;
    address += bytesOfLayerPlan;
  }
  countersOf(plan).panels += 1;
}
