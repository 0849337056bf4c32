// Handwritten digits of the package `mnist`, 10,000 of them: pictures of 28 × 28 in [0, 1].
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const side = 28;
export const pixels = side * side;

/** `count` digits from place `from` of each digit's pictures, digits in turn. */
export function digits(from, count) {
  const pictures = Array.from({ length: 10 }, (_, digit) => require(`mnist/src/digits/${digit}.json`).data);
  const images = new Float32Array(count * pixels);
  const labels = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const digit = row % 10;
    const start = (from + Math.floor(row / 10)) * pixels;
    images.set(pictures[digit].slice(start, start + pixels), row * pixels);
    labels[row] = digit;
  }
  return { images, labels };
}

/** The same pictures at half the side, each point the mean of four. */
export function halved(images) {
  const half = side / 2;
  const small = new Float32Array(images.length / 4);
  for (let at = 0; at < small.length; at++) {
    const [picture, row, column] = [Math.floor(at / (half * half)), Math.floor(at / half) % half, at % half];
    const corner = picture * pixels + 2 * row * side + 2 * column;
    for (const place of [corner, corner + 1, corner + side, corner + side + 1]) small[at] += images[place] / 4;
  }
  return small;
}

/** Parts of as many digits, from place `from` of each digit's pictures on: no picture is in two. */
export function parts(counts, from = 0) {
  return counts.map((count) => {
    const part = digits(from, count);
    from += Math.ceil(count / 10);
    return part;
  });
}
