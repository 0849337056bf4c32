import { keptByOccam, networkModel, rivalOf } from "./network.ts";

/** Dense networks of the final size: shows whether pruning found more than a network that was small from the start. */
export const small = networkModel({
  id: "small",
  label: "Small dense network",
  mark: { color: "teal", shape: "square" },
  needs: ["occam"],
  describe: () => "Dense networks with as many parameters as Occam kept.",
  descent: (preset, { fold, shape }) => {
    const widths = smallWidths(keptByOccam(fold).parametersPerNetwork, shape);
    const network = { ...preset.network, widths, skip: widths.length === 0 };
    return { ...rivalOf(preset), method: { kind: "dense" }, network };
  },
});

/** Widths w and w / 2 of the dense network with about this number of parameters; one unit where not even that fits. */
function smallWidths(
  parameters: number,
  { inputs, outputs }: { readonly inputs: number; readonly outputs: number },
): readonly number[] {
  const count = (width: number) => {
    const second = Math.max(1, Math.round(width / 2));
    return (inputs + 1) * width + (width + 1) * second + (second + 1) * outputs;
  };
  let width = 0;
  while (count(width + 1) <= parameters) width++;
  return width === 0 ? [1] : [width, Math.max(1, Math.round(width / 2))];
}
