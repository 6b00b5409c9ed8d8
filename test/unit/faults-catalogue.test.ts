import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';

interface Row {
  readonly id: string;
  readonly cell: string;
  /** Test files, each with the title that follows it, where one does. */
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

function rows(): readonly Row[] {
  const page = readFileSync(path.join(projectRoot, 'test', 'faults', 'README.md'), 'utf8');
  return [...page.matchAll(/^\| (F\d\d) +\| [^|]+ \| ([^|]+?) *\|$/gm)].map(([, id = '', cell = '']) => ({
    id,
    cell,
    tests: cell.split('<br>').flatMap((part) => {
      const [, file, title = ''] = /^`(test\/[^`]+)`(?:: (.*))?$/.exec(part.trim()) ?? [];
      return file === undefined ? [] : [{ file, title }];
    }),
  }));
}

/** A quoted text that begins with the row, or with some rows, and goes on with the title: the name of a test. */
function holds(source: string, id: string, title: string): boolean {
  const names = source.matchAll(/['"`]((?:F\d\d )*F\d\d): (.*)/g);
  return [...names].some(([, rows = '', rest = '']) => rows.split(' ').includes(id) && rest.startsWith(title));
}

describe('the catalogue of faults', () => {
  const all = rows();

  it('lists every row from F01 to F60 once, in order', () => {
    expect(all.map((row) => row.id)).toEqual(
      Array.from({ length: 60 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`),
    );
  });

  it('names tests that are there, by a title that begins with the row, or the issue that will bring them', () => {
    for (const { id, cell, tests } of all) {
      if (tests.length === 0) expect(cell, id).toMatch(/^later \(#\d+\)$/);
      else expect(tests.length, `${id}: every part is a test`).toBe(cell.split('<br>').length);
      for (const { file, title } of tests) {
        const place = path.join(projectRoot, file);
        expect(existsSync(place), `${id}: ${file}`).toBe(true);
        expect(holds(readFileSync(place, 'utf8'), id, title), `${id}: ${file}: ${title}`).toBe(true);
      }
    }
  });
});
