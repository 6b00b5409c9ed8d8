import { ESLint, type Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { lintConfig } from '../../scripts/lint/config.mjs';
import { projectRoot } from '../helpers/runtime.ts';

const eslint = new ESLint({
  cwd: projectRoot,
  overrideConfigFile: true,
  overrideConfig: lintConfig({ typed: false }) as Linter.Config[],
});

/** Names of the rules that refuse a text at a place in the tree. */
async function refusedBy(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: file });
  return [...new Set((result?.messages ?? []).map((message) => message.ruleId ?? message.message))];
}

const lines = (count: number): string => 'export {};\n'.padEnd(count + 10, '\n');

const REFUSED: readonly (readonly [what: string, rule: string, file: string, text: string])[] = [
  ['a default export', 'no-restricted-syntax', 'shared/lib/a.ts', 'export default 1;'],
  ['a default export by name', 'no-restricted-syntax', 'shared/lib/a.ts', 'const a = 1;\nexport { a as default };'],
  ['any', '@typescript-eslint/no-explicit-any', 'electron/main/a.ts', 'export const a = (b: any): void => b;'],
  ['as unknown as', 'no-restricted-syntax', 'renderer/app/a.ts', 'export const a = 1 as unknown as string;'],
  ['an enum', 'no-restricted-syntax', 'shared/model/a.ts', 'export enum Side { left, right }'],
  ['a namespace', 'no-restricted-syntax', 'shared/model/a.ts', 'export namespace side { export const left = 1; }'],
  [
    'a value import of a type',
    '@typescript-eslint/consistent-type-imports',
    'shared/lib/a.ts',
    "import { A } from './b.ts';\nexport type B = A;",
  ],
  ['a file in camel case', 'nightjar/kebab-case-file', 'shared/lib/someThing.ts', 'export {};'],
  ['a source file of 401 lines', 'max-lines', 'shared/lib/a.ts', lines(401)],
  ['a test file of 601 lines', 'max-lines', 'test/unit/a.test.ts', lines(601)],
  [
    'a function of 90 lines',
    'max-lines-per-function',
    'shared/lib/a.ts',
    `export function a() {\n${'a();\n'.repeat(90)}}`,
  ],
  [
    'module state',
    'nightjar/no-module-state',
    'electron/station/a.ts',
    'let open = false;\nexport const is = () => (open = !open);',
  ],
  ['a silent catch', 'nightjar/no-silent-catch', 'electron/station/a.ts', 'try { close(); } catch {}'],
  [
    'the environment in the station',
    'no-restricted-properties',
    'electron/station/a.ts',
    'export const home = process.env.HOME;',
  ],
  [
    'the environment in the window',
    'no-restricted-properties',
    'renderer/app/a.ts',
    'export const home = process.env.HOME;',
  ],
  ['the bridge outside the client', 'no-restricted-syntax', 'renderer/app/a.ts', 'window.nightjar.call();'],
  ['Promise.try', 'nightjar/newer-than-runtime', 'electron/station/a.ts', 'export const a = Promise.try(() => 1);'],
  ['Array.fromAsync', 'nightjar/newer-than-runtime', 'shared/lib/a.ts', 'export const a = Array.fromAsync([]);'],
  [
    'a set method',
    'nightjar/newer-than-runtime',
    'electron/station/a.ts',
    'export const a = new Set([1]).union(new Set([2]));',
  ],
  [
    'RegExp.escape in the window',
    'nightjar/newer-than-runtime',
    'renderer/app/a.ts',
    "export const a = RegExp.escape('a');",
  ],
  ['Error.isError', 'nightjar/newer-than-runtime', 'electron/main/a.ts', 'export const a = Error.isError(1);'],
  ['an iterator helper', 'nightjar/newer-than-runtime', 'shared/lib/a.ts', 'export const a = Iterator.from([1]);'],
  [
    'node:sqlite',
    'nightjar/newer-than-runtime',
    'electron/station/a.ts',
    "import { DatabaseSync } from 'node:sqlite';\nexport const a = DatabaseSync;",
  ],
  [
    'glob of node:fs',
    'nightjar/newer-than-runtime',
    'electron/station/a.ts',
    "import { glob } from 'node:fs';\nexport const a = glob;",
  ],
  [
    'the WebSocket global',
    'nightjar/newer-than-runtime',
    'electron/station/a.ts',
    "export const a = new WebSocket('ws://a');",
  ],
  [
    'Float16Array in the window',
    'nightjar/newer-than-runtime',
    'renderer/app/a.ts',
    'export const a = new Float16Array(1);',
  ],
];

const ALLOWED: readonly (readonly [what: string, file: string, text: string])[] = [
  ['the environment in main', 'electron/main/a.ts', 'export const home = process.env.HOME;'],
  ['the environment in the command line', 'electron/cli/a.ts', 'export const home = process.env.HOME;'],
  ['the bridge in the client', 'renderer/client/a.ts', 'export const call = () => window.nightjar.call();'],
  ['set methods in the window', 'renderer/app/a.ts', 'export const a = new Set([1]).union(new Set([2]));'],
  [
    'the schema library’s unions',
    'shared/contract/a.ts',
    "import { z } from 'zod';\nexport const a = z.union([z.string(), z.number()]);",
  ],
  ['a catch with its reason', 'electron/station/a.ts', 'try { close(); } catch {\n  // already closed\n}'],
  ['a source file of 400 lines', 'shared/lib/a.ts', lines(400)],
  ['a role suffix in a name', 'test/unit/frame-port.test.ts', 'export {};'],
  [
    'a local name that a newer runtime knows',
    'electron/station/a.ts',
    'export const a = (navigator: number) => navigator;',
  ],
];

describe('the lint rules', () => {
  it.each(REFUSED)('refuse %s', async (_what, rule, file, text) => {
    expect(await refusedBy(file, text)).toContain(rule);
  });

  it.each(ALLOWED)('allow %s', async (_what, file, text) => {
    expect(await refusedBy(file, text)).toEqual([]);
  });
});
