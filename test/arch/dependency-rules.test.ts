import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';

/** One import that must be refused, by which rule. */
const REFUSED: readonly (readonly [rule: string, file: string, imports: string])[] = [
  ['renderer-not-electron', 'renderer/app/a.ts', '../../electron/cli/main.ts'],
  ['electron-not-renderer', 'electron/cli/a.ts', '../../renderer/app/plain.ts'],
  ['shared-is-pure', 'shared/model/a.ts', 'react'],
  ['shared-is-pure', 'shared/model/b.ts', 'node:fs'],
  ['shared-is-pure', 'shared/model/c.ts', '../../electron/cli/main.ts'],
  ['nothing-imports-tests', 'electron/main/a.ts', '../../test/helpers/plain.ts'],
  ['sources-not-scripts', 'electron/main/b.ts', '../../scripts/plain.mjs'],
  ['station-not-shell', 'electron/station/a.ts', '../main/main.ts'],
  ['preload-only-contract', 'electron/preload/a.ts', '../main/main.ts'],
  ['no-node-in-window', 'renderer/app/b.ts', 'node:fs'],
  ['sockets-in-few-rooms', 'electron/station/kernel/b.ts', 'node:net'],
  ['sockets-in-few-rooms', 'electron/main/c.ts', 'node:https'],
  ['electron-in-shell', 'electron/station/b.ts', 'electron'],
  ['electron-in-shell', 'electron/cli/b.ts', 'electron'],
  ['sqlite-in-kernel', 'electron/station/archive/a.ts', 'better-sqlite3'],
  ['cornerstone-in-viewer', 'renderer/worklist/a.ts', '@cornerstonejs/core'],
  ['cornerstone-in-viewer', 'renderer/app/c.ts', '@cornerstonejs/tools'],
  ['codecs-in-decode', 'electron/station/dicom/a.ts', '@cornerstonejs/codec-charls'],
  ['codecs-in-decode', 'electron/station/dicom/b.ts', 'jpeg-lossless-decoder-js'],
  ['headers-in-parse', 'electron/station/dicom/c.ts', 'dicom-parser'],
  ['headers-in-parse', 'electron/station/dicom/decode/a.ts', 'dicom-parser'],
  ['html-in-mrrt', 'shared/report/a.ts', 'parse5'],
  ['html-in-mrrt', 'renderer/app/e.ts', 'parse5'],
  ['feature-doors', 'renderer/worklist/b.ts', '../viewer/inner.ts'],
  ['feature-doors', 'renderer/app/d.ts', '../viewer/inner.ts'],
  ['plain-ui', 'renderer/ui/a.ts', '../client/client.ts'],
  ['resolvable', 'electron/cli/c.ts', './nowhere.ts'],
];

/** Imports beside each rule that must pass. */
const ALLOWED: readonly (readonly [file: string, imports: string])[] = [
  ['renderer/app/plain.ts', '../../shared/model/plain.ts'],
  ['electron/cli/main.ts', '../station/station.ts'],
  ['electron/station/station.ts', '../../shared/model/plain.ts'],
  ['shared/model/plain.ts', 'zod'],
  ['shared/report/mrrt/plain.ts', 'parse5'],
  ['electron/main/main.ts', 'electron'],
  ['electron/preload/preload.ts', 'electron'],
  ['electron/station/sources/plain.ts', 'node:net'],
  ['electron/station/kernel/plain.ts', 'better-sqlite3'],
  ['renderer/viewer/inner.ts', '@cornerstonejs/core'],
  ['renderer/viewer/index.ts', './inner.ts'],
  ['renderer/worklist/plain.ts', '../viewer/index.ts'],
  ['renderer/client/client.ts', '../../shared/model/plain.ts'],
  ['electron/station/dicom/decode/plain.ts', '@cornerstonejs/codec-charls'],
  ['electron/station/dicom/parse/plain.ts', 'dicom-parser'],
  ['test/helpers/plain.ts', '../../electron/station/station.ts'],
];

const PACKAGES = [
  'react',
  'zod',
  'parse5',
  'electron',
  'better-sqlite3',
  '@cornerstonejs/core',
  '@cornerstonejs/tools',
  '@cornerstonejs/codec-charls',
  'jpeg-lossless-decoder-js',
  'dicom-parser',
];

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Cruises a made-up tree under the project's own rules and lists what they refuse. */
async function refusals(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'nightjar-arch-'));
  folders.push(root);
  const stubs = PACKAGES.flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })] as const,
    [`node_modules/${name}/index.js`, 'module.exports = {};'] as const,
  ]);
  const dependencies = Object.fromEntries(PACKAGES.map((name) => [name, '1.0.0']));
  const all = { ...files, ...Object.fromEntries(stubs), 'package.json': JSON.stringify({ dependencies }) };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  const options = await extractDepcruiseOptions(path.join(projectRoot, '.dependency-cruiser.cjs'));
  const tops = ['electron', 'renderer', 'shared', 'test'].filter((top) =>
    Object.keys(files).some((name) => name.startsWith(`${top}/`)),
  );
  const { output } = await cruise(tops, { ...options, baseDir: root });
  return (output as ICruiseResult).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();
}

const importing = (target: string): string => `import * as other from '${target}';\nexport const used = other;\n`;

describe('the dependency rules', () => {
  it('refuse each import that the architecture forbids, and no import beside it', async () => {
    const files = Object.fromEntries([
      ['scripts/plain.mjs', 'export const plain = 1;\n'],
      ...ALLOWED.map(([file, target]) => [file, importing(target)] as const),
      ...REFUSED.map(([, file, target]) => [file, importing(target)] as const),
    ]);
    const found = await refusals(files);
    expect([...new Set(found)]).toEqual(expect.arrayContaining(REFUSED.map(([rule, file]) => `${rule}: ${file}`)));
    const guilty = new Set(REFUSED.map(([, file]) => file));
    expect(found.filter((line) => !guilty.has(line.split(': ')[1] ?? ''))).toEqual([]);
  });

  it('refuse a type-only import of a package that has one importer', async () => {
    const files = { 'electron/station/a.ts': "import type { App } from 'electron';\nexport type Used = App;\n" };
    expect(await refusals(files)).toEqual(['electron-in-shell: electron/station/a.ts']);
  });

  it('refuse a cycle once, of types too', async () => {
    const found = await refusals({
      'shared/model/a.ts': "import { b } from './b.ts';\nexport const a = () => b;\n",
      'shared/model/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
      'shared/model/c.ts': "import type { D } from './d.ts';\nexport type C = { readonly d: D };\n",
      'shared/model/d.ts': "import type { C } from './c.ts';\nexport type D = { readonly c: C };\n",
    });
    expect(found).toEqual(['a', 'c'].map((name) => `no-cycle: shared/model/${name}.ts`));
  });
});
