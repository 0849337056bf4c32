/** Values that a careless hand or an evil one would write. */
const odd = [
  null,
  true,
  "",
  "\u001b[2J\n",
  -1,
  0,
  0.5,
  1e9,
  2 ** 32,
  1e308,
  -1e308,
  5e-324,
  Infinity,
  [],
  {},
  [[]],
  { a: 1 },
];

/** Places of all values in a JSON value: the steps that lead there. */
function places(node, steps = [], found = []) {
  found.push(steps);
  if (typeof node === "object" && node !== null) {
    for (const key of Object.keys(node)) places(node[key], [...steps, Array.isArray(node) ? Number(key) : key], found);
  }
  return found;
}

/**
 * The text of a JSON value with one to three changes drawn from `random`: another value, a missing or a doubled entry,
 * a stray character.
 */
export function mutantText(value, random) {
  const copy = structuredClone(value);
  for (let change = 1 + random.below(3); change > 0; change--) {
    const all = places(copy).slice(1);
    const steps = all[random.below(all.length)];
    if (steps === undefined) break;
    const last = steps.at(-1);
    const holder = steps.slice(0, -1).reduce((node, step) => node[step], copy);
    const way = random.below(10);
    if (way === 0 && Array.isArray(holder)) holder.splice(last, 1);
    else if (way === 0) delete holder[last];
    else if (way === 1 && Array.isArray(holder)) holder.splice(last, 0, structuredClone(holder[last]));
    else if (way === 2 && typeof holder[last] === "number") holder[last] *= [-1, 1e3, 1e-3, 1e300, 0][random.below(5)];
    else holder[last] = structuredClone(odd[random.below(odd.length)]);
  }
  // JSON.stringify has no infinity; a file may.
  const text = JSON.stringify(copy, (_, each) => (each === Infinity ? "\u0000infinity" : each)).replaceAll(
    '"\\u0000infinity"',
    "1e999",
  );
  if (random.below(12) > 0) return text;
  const at = random.below(text.length);
  return text.slice(0, at) + ["", "x", "\u0000", '"', "9", "}"][random.below(6)] + text.slice(at + 1);
}
