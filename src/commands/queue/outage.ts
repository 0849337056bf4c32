import type { QueueServer } from "./connect.ts";

/**
 * Says when the server of a queue goes and when it is back; returns what ends that. `onBack` is called then, and
 * `onGone` when the server stays away for `patience` milliseconds.
 */
export function watchOutages(
  { redis, shown }: QueueServer,
  {
    say,
    onBack = () => {},
    onGone = () => {},
    patience,
  }: {
    readonly say: (text: string) => void;
    readonly onBack?: () => void;
    readonly onGone?: () => void;
    readonly patience?: number;
  },
): () => void {
  let isOut = false;
  let timer: NodeJS.Timeout | undefined;
  const lost = (): void => {
    if (isOut) return;
    isOut = true;
    say(`The queue at ${shown} does not answer; waiting for it.`);
    if (patience !== undefined) timer = setTimeout(onGone, patience);
  };
  const back = (): void => {
    if (!isOut) return;
    isOut = false;
    clearTimeout(timer);
    say(`The queue at ${shown} is back.`);
    onBack();
  };
  redis.on("close", lost).on("ready", back);
  return () => {
    redis.off("close", lost).off("ready", back);
    clearTimeout(timer);
  };
}
