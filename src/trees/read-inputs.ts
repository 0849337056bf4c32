import { type TreeEnsemble, viewsOf } from "./trees.ts";

/** The same trees without the inputs that no split reads: of a wide table they are most. */
export function withReadInputs(ensemble: TreeEnsemble): TreeEnsemble {
  const { inputs, child, view } = ensemble;
  const inputOf = viewsOf(inputs).map(({ input }) => input);
  const isRead = new Uint8Array(inputs.length);
  for (let node = 0; node < child.length; node++) if (child[node] !== 0) isRead[inputOf[view[node]!]!] = 1;
  if (isRead.every((read) => read === 1)) return ensemble;
  const number = new Uint32Array(inputOf.length); // of each view that is left
  let count = 0;
  inputOf.forEach((input, each) => {
    number[each] = count;
    count += isRead[input]!;
  });
  return {
    ...ensemble,
    inputs: inputs.filter((_, input) => isRead[input] === 1),
    view: view.map((each, node) => (child[node] === 0 ? each : number[each]!)),
  };
}
