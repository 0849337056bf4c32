/** A rectangle that text or a mark covers, in pixels of the chart. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Width of a text in pixels, on the safe side for the usual sans-serif faces: there is no browser here to ask. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += characterWidth(character);
  return ems * size * 1.04;
}

function characterWidth(character: string): number {
  if (/[iljI.,:;'|!]/.test(character)) return 0.28;
  if (/[ftr()\-[\]\s/]/.test(character)) return 0.34;
  if (/[mwMW@%]/.test(character)) return 0.88;
  if (/[A-Z]/.test(character)) return 0.7;
  const code = character.codePointAt(0)!;
  if (code < 0x2e80) return 0.57;
  return 1;
}

/** Cuts a text so that it fits the width, in pixels. */
export function fit(text: string, width: number, size: number): string {
  if (text.length < 400 && textWidth(text, size) <= width) return text;
  let short = "";
  let used = textWidth("…", size);
  for (const character of text.slice(0, 400)) {
    used += characterWidth(character) * size * 1.04;
    if (used > width) return `${short.trimEnd()}…`;
    short += character;
  }
  return `${short}…`;
}

/** Whether two boxes cover a common area. */
export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Moves positions apart to at least `gap`, within low and high, each as little as it can; the order stays. */
export function spread(
  positions: readonly number[],
  gap: number,
  { low, high }: { readonly low: number; readonly high: number },
): readonly number[] {
  const order = positions.map((_, index) => index).sort((a, b) => positions[a]! - positions[b]!);
  const moved = [...positions];
  const extent = (block: Block) => (block.members.length - 1) * gap;
  const top = (block: Block) => {
    const wanted = block.sum / block.members.length - extent(block) / 2;
    return Math.max(low, Math.min(high - extent(block), wanted));
  };
  // Blocks of touching labels, each at the mean of where its members want to be: pool adjacent violators.
  const blocks: Block[] = [];
  order.forEach((index) => {
    blocks.push({ sum: positions[index]!, members: [index] });
    for (;;) {
      const last = blocks[blocks.length - 1]!;
      const before = blocks[blocks.length - 2];
      if (before === undefined || top(before) + extent(before) + gap <= top(last)) break;
      before.sum += last.sum;
      before.members.push(...last.members);
      blocks.pop();
    }
  });
  for (const block of blocks) {
    const start = top(block);
    block.members.forEach((index, place) => {
      moved[index] = start + place * gap;
    });
  }
  return moved;
}

interface Block {
  sum: number;
  readonly members: number[];
}
