import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { PlainFailure } from '../lib/failure.mjs';
import { inProject } from '../lib/paths.mjs';
import { esbuildOptions } from './esbuild-options.mjs';

/** Entry file of each process, and the bundle made of it. */
export const ENTRIES = Object.freeze([
  { source: 'electron/main/main.ts', bundle: 'main.mjs' },
  { source: 'electron/preload/preload.ts', bundle: 'preload.cjs' },
  { source: 'electron/station/station-process.ts', bundle: 'station.mjs' },
  { source: 'electron/station/dicom/parser-process.ts', bundle: 'parser.mjs' },
  { source: 'electron/station/dicom/decode/decoder-process.ts', bundle: 'decoder.mjs' },
  { source: 'electron/station/sources/dimse/dimse-process.ts', bundle: 'dimse.mjs' },
  { source: 'electron/station/speech/speech-process.ts', bundle: 'speech.mjs' },
  { source: 'electron/station/kernel/blob-worker.ts', bundle: 'blob-worker.mjs' },
  { source: 'electron/cli/main.ts', bundle: 'cli.mjs' },
]);

/** Folders whose .wasm files the bundled codecs look for in `wasm/` beside the bundle. */
const WASM_FOLDERS = [
  'node_modules/@cornerstonejs/codec-charls/dist',
  'node_modules/@cornerstonejs/codec-openjph/dist',
  'node_modules/dcmjs-codecs/build',
];

/** Bundles everything that runs outside the window into dist/node, swapped in whole. */
export async function buildNode() {
  const target = inProject('dist', 'node');
  const work = mkdtempSync(inProject('dist', '.node-'));
  try {
    for (const { source, bundle } of ENTRIES) {
      if (existsSync(inProject(source))) await bundleOne(source, path.join(work, bundle));
      else process.stderr.write(`  not there yet, left out: ${source}\n`);
    }
    copyWasm(path.join(work, 'wasm'));
    rmSync(target, { recursive: true, force: true });
    renameSync(work, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function bundleOne(source, outfile) {
  try {
    await build({
      ...esbuildOptions(outfile.endsWith('.cjs') ? 'cjs' : 'esm'),
      entryPoints: [inProject(source)],
      outfile,
      logLevel: 'warning',
    });
  } catch {
    throw new PlainFailure(
      `${source} could not be bundled: mend what esbuild says above, then type \`npm run build\`.`,
    );
  }
}

/** @param {string} to a folder that is not there yet */
export function copyWasm(to) {
  mkdirSync(to);
  for (const folder of WASM_FOLDERS.map((name) => inProject(name)).filter(existsSync)) {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.wasm'))) {
      cpSync(path.join(folder, name), path.join(to, name));
    }
  }
}
