import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexMigrations } from '../../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../../electron/station/kernel/sqlite.ts';
import type { Db } from '../../../../electron/station/kernel/sqlite.ts';
import { BEHAVIOURS, World } from './outbox-world.ts';

let folder: string;
let db: Db;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-test-'));
  db = openDatabase(path.join(folder, 'index.db'), new Uint8Array(32));
  // Nothing here is about power cuts: the tests of killed outboxes are.
  db.pragma('synchronous = OFF');
  for (const { sql } of indexMigrations) db.exec(sql);
});
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const place = fc.nat({ max: 2 });
const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('sign'), study: place, as: fc.constantFrom('final', 'preliminary') }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('follow'), study: place }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('behave'), at: place, as: fc.constantFrom(...BEHAVIOURS) }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('flush') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait'), minutes: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('kill') }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('site'), says: fc.constantFrom('same', 'changed', 'nothing') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('person'),
      row: fc.nat({ max: 20 }),
      does: fc.constantFrom('retry', 'drop', 'release', 'there', 'not-there'),
    }),
  },
);

describe('the laws of the outbox', () => {
  it('hold whatever is signed, whatever receivers and lines do, however often the program dies, and whatever a person says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
        const world = new World(db);
        try {
          for (const one of acts) {
            await world.act(one);
            world.check();
          }
          await world.mend();
          world.checkEnd();
        } finally {
          await world.end();
        }
      }),
      { numRuns: process.env['NIGHTJAR_LONG'] === undefined ? 20 : 500 },
    );
    expect(db.prepare('SELECT count(*) FROM outbox').pluck().get()).toBeGreaterThanOrEqual(0);
  }, 300_000);
});
