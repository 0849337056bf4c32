import { models } from "../../models/index.ts";
import { type Style, styleOfMark, plainStyle } from "../../report/palette.ts";

/** The style of a model of a suite by its id; scores from elsewhere are grey. */
export function styleOf(id: string): Style {
  const model = models.find((one) => one.id === id);
  return model === undefined ? plainStyle : styleOfMark(model.mark);
}
