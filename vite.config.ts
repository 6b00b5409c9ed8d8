import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const cornerstone = ['core', 'tools', 'metadata', 'utils'].map((name) => `@cornerstonejs/${name}`);

/** The window: served by nightjar://, built for the Chromium of the oldest runtime. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/window',
    emptyOutDir: true,
    target: 'chrome130',
    sourcemap: true,
    chunkSizeWarningLimit: 6000,
  },
  // Pre-bundling some of the family and not the rest would load its metadata store twice.
  optimizeDeps: { exclude: cornerstone },
});
