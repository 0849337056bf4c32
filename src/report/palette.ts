/** How one model looks in every chart: a colour class, a shape and a dash, so that colour never speaks alone. */
export interface Style {
  readonly className: string; // m0 … m13; the style sheet gives each a colour for light and dark
  readonly shape: Shape;
  readonly dash: string; // stroke-dasharray, "" = solid
}

export type Shape = "circle" | "square" | "triangle" | "diamond" | "cross" | "wye" | "star";

const order = [
  "occam",
  "forest",
  "linear",
  "dummy",
  "dense",
  "pruned",
  "gradual",
  "random",
  "small",
  "paper",
  "forest-100",
  "forest-tuned",
  "forest-calibrated",
  "forest-mljs",
];
const shapes: readonly Shape[] = ["circle", "square", "triangle", "cross", "diamond", "wye", "star"];
const dashes = ["", "7 3", "2 3", "1 4", "9 3 2 3", "5 2 1 2 1 2", "12 4"];

/** The look of a model by its id: the same in every chart and every report. */
export function styleOf(model: string): Style {
  const known = order.indexOf(model);
  const place = known >= 0 ? known : order.length;
  return {
    className: `m${place}`,
    shape: shapes[place % shapes.length]!,
    dash: dashes[place % dashes.length]!,
  };
}

/** Colours of the models, in the order of their classes: at least 4.5 to 1 against the page, light then dark. */
export const modelColors: readonly (readonly [light: string, dark: string])[] = [
  ["#0a5c9e", "#6fb8f5"],
  ["#b3470a", "#ff9f5f"],
  ["#0b7058", "#4fd0a5"],
  ["#5f666e", "#a9b1ba"],
  ["#8b3b84", "#e29adb"],
  ["#5a4fb0", "#aea6ff"],
  ["#7a5d00", "#e0bd4a"],
  ["#a52a4b", "#ff92a8"],
  ["#1f6f7d", "#63cbdb"],
  ["#4c5a2b", "#b5cd7f"],
  ["#8a5a35", "#dcae86"],
  ["#9a3f2a", "#f2a48f"],
  ["#7d4a5f", "#dba7bd"],
  ["#6b5a4a", "#c7b6a4"],
  ["#5f666e", "#a9b1ba"],
];
