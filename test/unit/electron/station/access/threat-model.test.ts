import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../../helpers/runtime.ts';

interface Claim {
  readonly attacker: string;
  /** Files of tests, by name. */
  readonly files: readonly string[];
  /** Titles of tests; what an ellipsis stands for is left out. */
  readonly titles: readonly string[];
}

/** Rows of the table "against whom" of the page: attacker, what stands in the way, and the tests that show it. */
function claims(): readonly Claim[] {
  const page = readFileSync(path.join(projectRoot, 'electron', 'station', 'access', 'README.md'), 'utf8');
  const [, section = ''] = /^## What this protects[^\n]*\n([\s\S]*?)^## /m.exec(page) ?? [];
  return [...section.matchAll(/^\| ([^|\n]+) \| [^|\n]+ \| ([^|\n]+) \|$/gm)]
    .map(([, attacker = '', shown = '']) => ({
      attacker: attacker.trim(),
      files: [...shown.matchAll(/`([^`]+)`/g)].map(([, file = '']) => path.basename(file)),
      titles: [...shown.matchAll(/"([^"]+)"/g)].flatMap(([, title = '']) =>
        title.split('…').flatMap((part) => (part.trim() === '' ? [] : [part.replace(/^[ ,]+|[ ,]+$/g, '')])),
      ),
    }))
    .filter(({ attacker }) => !/^(attacker|-+)/.test(attacker));
}

function sources(): ReadonlyMap<string, string> {
  const folder = path.join(projectRoot, 'test');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.test\.tsx?$/.test(file));
  // Not this file: it names no test but its own.
  const others = files.filter((file) => !file.endsWith('threat-model.test.ts'));
  return new Map(others.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
}

describe('the page of what the program protects, and against whom', () => {
  it('names a test for every claim, and every test that it names is there', () => {
    const all = claims();
    expect(all.length).toBeGreaterThan(40);
    const tests = sources();
    const names = new Set([...tests.keys()].map((file) => path.basename(file)));
    const texts = [...tests.values()].join('\n').replaceAll("\\'", "'");
    const missing = all.flatMap(({ attacker, files, titles }) => [
      ...(files.length + titles.length === 0 ? [`${attacker}: no test`] : []),
      ...files.filter((file) => !names.has(file)).map((file) => `${attacker}: ${file}`),
      ...titles.filter((title) => !texts.includes(title)).map((title) => `${attacker}: ${title}`),
    ]);
    expect(missing).toEqual([]);
  });
});
