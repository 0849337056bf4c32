import { chartStyle } from "./chart.ts";
import { colorStyle } from "./color.ts";
import { partStyle } from "./part.ts";
import { textStyle } from "./text.ts";

/** The one style sheet of every page, a rule a line; an indented line goes on. Nothing in it comes from data. */
export const style = `${colorStyle}${textStyle}${partStyle}${chartStyle}`.replace(/\n +/g, "");
