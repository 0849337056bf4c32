// A module with one function, by sections: its type, the function, its code i32.const 0, i32x4.splat, drop.
const simdModule = ["0061736d01000000", "010401600000", "03020100", "0a090107004100fd111a0b"].join("");

/** Whether this runtime has WebAssembly SIMD, which every kernel needs. */
export function hasSimd(): boolean {
  return WebAssembly.validate(Buffer.from(simdModule, "hex"));
}
