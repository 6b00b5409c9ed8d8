import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../../electron/station/kernel/ids.ts';
import { migrate } from '../../../../electron/station/kernel/migrate.ts';
import { indexMigrations } from '../../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../../electron/station/kernel/sqlite.ts';
import { TransferTable } from '../../../../electron/station/transfer/retrieve/transfer-table.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { PersonId, SourceId } from '../../../../shared/model/ids.ts';
import type { TransferRank } from '../../../../shared/model/transfer.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';

async function filled(rows: number) {
  const db = openDatabase(path.join(await tempDir(), 'index.db'), randomBytes(32));
  migrate(db, indexMigrations);
  const table = new TransferTable(db);
  const [sourceId, other, by] = [SourceId.parse(newId()), SourceId.parse(newId()), PersonId.parse(newId())];
  const add = (studyUid: string, rank: TransferRank = 'rest', from = sourceId) =>
    table.insert({ sourceId: from, studyUid, seriesUid: null, way: null, rank }, by, '2026-01-01T00:00:00.000Z');
  db.transaction(() => {
    for (let at = 0; at < rows; at += 1) add(`1.2.${at}`, at % 3 === 0 ? 'prior' : 'rest');
  }).immediate();
  return { db, table, sourceId, other, add };
}

const timeOf = (work: () => unknown, times: number): number => {
  const begin = performance.now();
  for (let at = 0; at < times; at += 1) work();
  return (performance.now() - begin) / times;
};

describe('the queue of what is to be fetched', () => {
  it('gives the next of 100,000 in one step of an index, far below the time of a look at all of them', async () => {
    const { db, table, sourceId } = await filled(100_000);
    expect(table.next(sourceId)?.studyUid).toBe('1.2.0');
    const plan = db
      .prepare<[string], { detail: string }>(
        "EXPLAIN QUERY PLAN SELECT * FROM transfer WHERE source_id = ? AND state = 'waiting' ORDER BY rank, seq LIMIT 1",
      )
      .all(sourceId);
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('USING INDEX transfer_next')]);
    const scan = db.prepare(
      "SELECT * FROM transfer NOT INDEXED WHERE source_id = ? AND state = 'waiting' ORDER BY rank, seq",
    );
    const all = timeOf(() => scan.get(sourceId), 3);
    expect(timeOf(() => table.next(sourceId), 200)).toBeLessThan(all / 20);
    expect(timeOf(() => table.wake(0), 200)).toBeLessThan(all / 20);
  }, 60_000);

  it('goes by rank, then by age, each source by itself; a lift is never a fall', async () => {
    const { table, sourceId, other, add } = await filled(3);
    expect(table.next(other)).toBeNull();
    const far = add('1.9.1', 'rest', other);
    const late = add('1.9.2', 'next', other);
    expect(table.next(other)?.transferId).toBe(late);
    table.lift(far, 0, '1.9.1.1');
    table.lift(far, 4, null);
    expect(table.next(other)).toMatchObject({ transferId: far, rank: 0, firstSeries: '1.9.1.1' });
    table.settleFirst(far);
    expect(table.next(other)).toMatchObject({ transferId: far, rank: 1, firstSeries: null });
    expect(table.next(sourceId)?.studyUid).toBe('1.2.0');
  });

  it('lets what rests wait, and takes back what a killed process had begun', async () => {
    const { table, sourceId } = await filled(2);
    const first = table.next(sourceId)?.transferId;
    if (first === undefined) throw new Error('the queue is empty');
    table.rest(first, 5000, 2, new AppError('source/server-error', 'answered with 500'));
    expect(table.next(sourceId)?.transferId).not.toBe(first);
    expect(table.wake(4999)).toBe(5000);
    expect(table.wake(5000)).toBeNull();
    expect(table.next(sourceId)).toMatchObject({ transferId: first, attempts: 2 });
    table.setState(first, 'running');
    expect(table.next(sourceId)?.transferId).not.toBe(first);
    table.takeBack();
    expect(table.next(sourceId)?.transferId).toBe(first);
  });

  it('has one open row a study, whoever asks', async () => {
    const { add, other } = await filled(1);
    expect(() => add('1.2.0', 'rest', other)).toThrow(/UNIQUE/);
  });
});
