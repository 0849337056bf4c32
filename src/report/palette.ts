import type { Mark } from "../evaluate/results/models.ts";
import type { Results } from "../evaluate/results/results.ts";

/** How one model looks in every chart: a colour class, a shape and a dash, so that colour never speaks alone. */
export interface Style {
  readonly className: string; // m-blue …: the style sheet gives each a colour for light and dark
  readonly shape: Shape;
  readonly dash: string; // stroke-dasharray, "" = solid
}

export type Shape = "circle" | "square" | "triangle" | "diamond" | "cross" | "wye" | "star";

/** Colours by the names of marks: at least 4.5 to 1 against the page, light then dark. */
export const modelColors = {
  blue: ["#0a5c9e", "#6fb8f5"],
  orange: ["#b3470a", "#ff9f5f"],
  green: ["#0b7058", "#4fd0a5"],
  gray: ["#5f666e", "#a9b1ba"],
  purple: ["#8b3b84", "#e29adb"],
  indigo: ["#5a4fb0", "#aea6ff"],
  gold: ["#7a5d00", "#e0bd4a"],
  crimson: ["#a52a4b", "#ff92a8"],
  teal: ["#1f6f7d", "#63cbdb"],
  olive: ["#4c5a2b", "#b5cd7f"],
  brown: ["#8a5a35", "#dcae86"],
  rust: ["#9a3f2a", "#f2a48f"],
  mauve: ["#7d4a5f", "#dba7bd"],
  taupe: ["#6b5a4a", "#c7b6a4"],
  magenta: ["#a3257f", "#f48fd0"],
  moss: ["#3f6b1e", "#9bd46a"],
} as const satisfies Readonly<Record<string, readonly [light: string, dark: string]>>;

const dashes: Readonly<Record<Shape, string>> = {
  circle: "",
  square: "7 3",
  triangle: "2 3",
  cross: "1 4",
  diamond: "9 3 2 3",
  wye: "5 2 1 2 1 2",
  star: "12 4",
};
const shapes: readonly Shape[] = ["circle", "square", "triangle", "cross", "diamond", "wye", "star"];
const colors = Object.keys(modelColors);

/** What no model has: drawn in grey. */
export const plainStyle: Style = { className: "m-gray", shape: "circle", dash: "" };

/** The style of a mark; names that this version does not know are grey and round. */
export function styleOfMark({ color, shape }: Mark): Style {
  const known = shapes.find((one) => one === shape) ?? plainStyle.shape;
  return { className: `m-${colors.includes(color) ? color : "gray"}`, shape: known, dash: dashes[known] };
}

/** The style of a model by its id. Files of older versions have no marks: there its place among the models decides. */
export function styleOf({ models }: Pick<Results, "models">, id: string): Style {
  const place = models.findIndex((model) => model.id === id);
  if (place < 0) return plainStyle;
  const { mark } = models[place]!;
  return styleOfMark(mark ?? { color: colors[place % colors.length]!, shape: shapes[place % shapes.length]! });
}
