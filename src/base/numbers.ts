import { type Check, fail, text } from "./check.ts";

/** Bytes of one stored number: a whole number up to `largest` takes 1, 2 or 4. */
function indexBytes(largest: number): 1 | 2 | 4 {
  if (largest < 256) return 1;
  return largest < 65536 ? 2 : 4;
}

/** Base64 of whole numbers, little-endian, `indexBytes(largest)` bytes each. */
export function formatIndices(values: Uint32Array, largest: number): string {
  const width = indexBytes(largest);
  const view = new DataView(new ArrayBuffer(values.length * width));
  values.forEach((value, i) => {
    if (width === 1) view.setUint8(i, value);
    else if (width === 2) view.setUint16(2 * i, value, true);
    else view.setUint32(4 * i, value, true);
  });
  return base64(view);
}

export function indices(count: number, largest: number): Check<Uint32Array> {
  const width = indexBytes(largest);
  return (value, place) => {
    const view = bytes(value, place, { count, width });
    const read = Uint32Array.from({ length: count }, (_, i) => {
      if (width === 1) return view.getUint8(i);
      return width === 2 ? view.getUint16(2 * i, true) : view.getUint32(4 * i, true);
    });
    const outside = read.findIndex((index) => index > largest);
    return outside < 0 ? read : fail(`${place}[${outside}]`, `is ${read[outside]}, beyond ${largest}`);
  };
}

/** Base64 of little-endian float32: the very bits come back. */
export function formatFloats(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return base64(view);
}

export function floats(count: number): Check<Float32Array> {
  return (value, place) => {
    const view = bytes(value, place, { count, width: 4 });
    const read = Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true));
    const bad = read.findIndex((each) => !Number.isFinite(each));
    return bad < 0 ? read : fail(`${place}[${bad}]`, `must be a finite number, but is ${read[bad]}`);
  };
}

/** Base64 of little-endian double precision. */
export function formatDoubles(values: Float64Array): string {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => view.setFloat64(8 * i, value, true));
  return base64(view);
}

export function doubles(count: number): Check<Float64Array> {
  return (value, place) => {
    const view = bytes(value, place, { count, width: 8 });
    const read = Float64Array.from({ length: count }, (_, i) => view.getFloat64(8 * i, true));
    const bad = read.findIndex((each) => !Number.isFinite(each));
    return bad < 0 ? read : fail(`${place}[${bad}]`, `must be a finite number, but is ${read[bad]}`);
  };
}

export function formatBytes(values: Uint8Array): string {
  return base64(new DataView(values.buffer, values.byteOffset, values.byteLength));
}

export function rawBytes(count: number): Check<Uint8Array> {
  return (value, place) => new Uint8Array(bytes(value, place, { count, width: 1 }).buffer);
}

function base64(view: DataView): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  let binary = "";
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(binary);
}

function bytes(
  value: unknown,
  place: string,
  { count, width }: { readonly count: number; readonly width: number },
): DataView {
  const written = text(value, place);
  const view = viewOf(written);
  // Decoding passes over what is not base64; only what encodes back to the same text was read in full.
  if (view === null || base64(view) !== written) return fail(place, "is not base64");
  if (view.byteLength !== count * width) {
    return fail(place, `must hold ${count} numbers of ${width} bytes, but holds ${view.byteLength} bytes`);
  }
  return view;
}

function viewOf(written: string): DataView | null {
  try {
    return new DataView(Uint8Array.from(atob(written), (character) => character.charCodeAt(0)).buffer);
  } catch {
    return null;
  }
}
