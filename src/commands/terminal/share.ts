import { duration } from "../../report/number.ts";
import type { World } from "../world.ts";
import { errorScreen } from "./screen.ts";

/** Shows how long work goes on: one live line in a terminal, a line every half minute elsewhere. */
export interface ShareDisplay {
  /** `what` is being worked on; `share` of the whole is done. */
  readonly show: (progress: { readonly share: number; readonly what: string }) => void;
  readonly say: (text: string) => void;
  /** Clears the live line, so that something else can be written. */
  readonly clear: () => void;
}

const liveMilliseconds = 100;
const plainMilliseconds = 30_000;

export function shareDisplay(world: World, quiet: boolean): ShareDisplay {
  if (quiet) return { show: () => {}, say: () => {}, clear: () => {} };
  const screen = errorScreen(world);
  const start = world.now().getTime();
  let shown = start;
  return {
    show: ({ share, what }) => {
      const now = world.now().getTime();
      if (now - shown < (screen.isLive ? liveMilliseconds : plainMilliseconds)) return;
      shown = now;
      const seconds = (now - start) / 1000;
      const toGo =
        seconds > 2 && share > 0.01 ? [`${duration(Math.round((seconds * (1 - share)) / share))} to go`] : [];
      const line = [`${Math.floor(100 * share)}%`, what, ...toGo].join("  ");
      if (screen.isLive) screen.draw(line);
      else screen.print(line);
    },
    say: (text) => screen.print(text),
    clear: () => screen.clear(),
  };
}
