import { writeColumns, writeSources } from "./layer-index.ts";
import type { Layout } from "./memory.ts";
import { LayerPlan, Plan } from "./schema.ts";
import { hiddenSources, type Shape } from "./shape.ts";
import { writeStructure } from "./structure.ts";

/** What a plan is made of; `loss` is a number of schema.ts. */
interface Planned {
  readonly shape: Shape;
  readonly layout: Layout;
  readonly loss: number;
}

/** Writes plan and index. Counters and parameters stay as they are. */
export function writePlan(buffer: ArrayBuffer, { shape, layout, loss }: Planned): void {
  Plan.write(buffer, layout.plan, {
    counters: layout.counters,
    loss,
    layerCount: shape.layers.length,
    layers: layout.layerPlans,
    inputCount: layout.live.length,
    inputNumber: layout.inputNumber,
    inputSlots: layout.inputSlots,
    inputScale: layout.inputScale,
    rowBytes: layout.rowBytes,
    values: layout.values,
    means: layout.means,
    squares: layout.squares,
    gradients: layout.gradients,
    weightEnd: layout.weightEnd,
    biasEnd: layout.biasEnd,
    scaleEnd: layout.scaleEnd,
    panelTarget: layout.panelTarget,
    panelWeight: layout.panelWeight,
    products: layout.products,
    structure: layout.structure?.plan ?? 0,
  });
  if (layout.structure !== null) writeStructure(buffer, shape.inputs, layout.structure);
  new Uint32Array(buffer, layout.inputNumber, layout.live.length).set(layout.live);
  shape.layers.forEach((layer, index) => {
    const places = layout.layers[index]!;
    const below = index === 0 ? undefined : layout.layers[index - 1]!;
    const indexed = { buffer, shape, layout, at: index };
    writeSources(indexed);
    LayerPlan.write(buffer, layout.layerPlans + index * LayerPlan.bytes, {
      outputs: layer.outputs,
      weightCount: layer.column.length,
      multiplyAdds: places.packing.multiplyAdds,
      rowBlocks: places.index.rowBlocks,
      rowBounds: places.index.rowBounds,
      source: places.index.source,
      scaleGradient: places.index.scaleGradient,
      first: places.first,
      firstBias: places.firstBias,
      slots: places.slots,
      deltas: places.deltas,
      hiddenSources: hiddenSources(shape, index),
      hiddenSlots: below?.slots ?? 0,
      hiddenDeltas: below?.deltas ?? 0,
      columnCount: below === undefined ? 0 : writeColumns(indexed),
      columnBlocks: places.index.columnBlocks,
      columnBounds: places.index.columnBounds,
      columnDelta: places.index.columnDelta,
      columnPlace: places.index.columnPlace,
      columnWeight: places.index.columnWeight,
      sources: places.packing.sources,
      sourceSlots: places.sourceSlots,
      rowBytes: places.packing.rowBytes,
      packed: places.packing.packed,
      packedHidden: places.packing.packedHidden,
    });
  });
}
