import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const cornerstone = ['core', 'tools', 'metadata', 'utils'].map((name) => `@cornerstonejs/${name}`);

/** Fonts, tables of characters and picture decoders of the document reader, with their licences; the window serves them itself. */
function documentData(): Plugin {
  const library = path.join(import.meta.dirname, 'node_modules', 'pdfjs-dist');
  return {
    name: 'document-data',
    apply: 'build',
    generateBundle() {
      for (const folder of ['cmaps', 'standard_fonts', 'wasm']) {
        // No program of theirs but the decoders of pictures.
        for (const name of readdirSync(path.join(library, folder)).filter((one) => !/\.js$|quickjs/i.test(one))) {
          const source = readFileSync(path.join(library, folder, name));
          this.emitFile({ type: 'asset', fileName: `documents/${folder}/${name}`, source });
        }
      }
    },
  };
}

/** The window: served by nightjar://, built for the Chromium of the oldest runtime. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), documentData()],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/window',
    emptyOutDir: true,
    target: 'chrome130',
    sourcemap: true,
    // The content policy takes fonts of the program's own address only: none goes into the style sheet, however small.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 6000,
  },
  // Pre-bundling some of the family and not the rest would load its metadata store twice.
  optimizeDeps: { exclude: cornerstone },
});
