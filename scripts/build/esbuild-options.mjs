import { inProject } from '../lib/paths.mjs';

/** What the bundles load at run time: the shell alone. The SQLite driver's native file is named by dist/runtime.json. */
export const EXTERNAL = Object.freeze(['electron']);

/**
 * How sources of electron/ are bundled: for Node 20.18, the Node inside the test runtime.
 * @param {'esm' | 'cjs'} format cjs for the sandboxed preload
 * @returns {import('esbuild').BuildOptions}
 */
export function esbuildOptions(format) {
  return {
    absWorkingDir: inProject(),
    bundle: true,
    platform: 'node',
    target: 'node20.18',
    format,
    external: [...EXTERNAL],
    packages: 'bundle',
    sourcemap: 'linked',
    // Packages in the older module form call require(); an ES module has none of its own.
    ...(format === 'esm' ? { banner: { js: REQUIRE_BANNER } } : {}),
  };
}

const REQUIRE_BANNER = [
  "import { createRequire as nightjarCreateRequire } from 'node:module';",
  "import { fileURLToPath as nightjarFileUrl } from 'node:url';",
  "import { dirname as nightjarDirname } from 'node:path';",
  'const require = nightjarCreateRequire(import.meta.url);',
  'const __filename = nightjarFileUrl(import.meta.url);',
  'const __dirname = nightjarDirname(__filename);',
].join('\n');
