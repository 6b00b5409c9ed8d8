import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** File name of each codec's WebAssembly, and the package folder that holds it under plain Node. */
const PLACES = {
  'charlswasm_decode.wasm': '@cornerstonejs/codec-charls/decodewasm',
  'openjphjs.wasm': '@cornerstonejs/codec-openjph/wasm',
  'dcmjs-native-codecs.wasm': 'dcmjs-codecs/build/dcmjs-native-codecs.wasm',
} as const;

export type WasmFile = keyof typeof PLACES;

/** Gives the bytes of a WebAssembly file. */
export type LocateWasm = (file: WasmFile) => Uint8Array;

/**
 * Codec files lie in one folder beside the bundle (`dist/node/wasm/`), or in their packages when the sources run as they are.
 * @param folder null: look in the packages
 */
export function locateWasm(folder: string | null): LocateWasm {
  if (folder !== null) return (file) => readFileSync(path.join(folder, file));
  const find = createRequire(import.meta.url);
  return (file) => readFileSync(find.resolve(PLACES[file]));
}
