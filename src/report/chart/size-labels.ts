import { type SafeHtml, svg } from "../html.ts";
import type { Style } from "../palette.ts";
import type { Area } from "./frame.ts";
import { type Box, overlap, textWidth } from "./text-box.ts";

/** A point and its name; the name of a `main` one is larger and looks further for room. */
interface Named {
  readonly mark: { readonly label: string; readonly style: Style; readonly main: boolean };
  readonly x: number;
  readonly y: number;
}

/**
 * Names beside the points: the models first, then the steps while there is room; a name that would touch anything is
 * left out.
 */
export function labels(named: readonly Named[], blocked: readonly Box[], area: Area): readonly (SafeHtml | null)[] {
  const taken = [...blocked];
  return named.map((p) => {
    const size = p.mark.main ? 12.5 : 11;
    const extent = textWidth(p.mark.label, size) * (p.mark.main ? 1.06 : 1);
    const box = candidates(p, extent, size).find(
      (candidate) => inside(candidate, area) && !taken.some((other) => overlap(candidate, other)),
    );
    if (box === undefined) return null;
    taken.push(box);
    return svg`
      <text
        x="${box.left}"
        y="${box.bottom - 3}"
        class="${p.mark.main ? "t strong" : "k"} name ${p.mark.style.className}">
        ${p.mark.label}
      </text>
    `;
  });
}

function inside(box: Box, area: Area): boolean {
  return box.left >= area.left && box.right <= area.right + 12 && box.top >= 16 && box.bottom <= area.bottom;
}

function candidates({ x, y, mark: { main } }: Named, extent: number, size: number): readonly Box[] {
  const gap = main ? 9 : 6;
  const height = size + 2;
  const at = (left: number, top: number): Box => ({ left, right: left + extent, top, bottom: top + height });
  const places: Box[] = [];
  for (const away of main ? [0, 8, 16, 26, 40, 56, 74, 92] : [0, 5, 10]) {
    const sides = [
      at(x + gap, y - height / 2 - away),
      at(x - gap - extent, y - height / 2 - away),
      at(x + gap, y - height / 2 + away),
      at(x - gap - extent, y - height / 2 + away),
    ];
    const over = [x - extent / 2, x - 4, x - extent + 4];
    const ends = [
      ...over.map((left) => at(left, y - gap - height - away)),
      ...over.map((left) => at(left, y + gap + away)),
    ];
    places.push(...(main ? [...sides, ...ends] : [...ends, ...sides]));
  }
  return places;
}
