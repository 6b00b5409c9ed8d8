import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { IMAGING_ORDER_FAULT_POINTS, IMAGING_ORDER_WRITES } from '../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../electron/station/kernel/fault-points.ts';
import { indexMigrations } from '../../../electron/station/kernel/migrations/index.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import { openImagingOrders } from '../../../electron/station/worklist/imaging-orders/open-imaging-orders.ts';
import type { ImagingOrderRoom } from '../../../electron/station/worklist/imaging-orders/open-imaging-orders.ts';
import type { Access } from '../../../electron/station/access/access.ts';
import { AUDIT_KINDS } from '../../../shared/audit/event-map.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from '../../integration/access/access-fixture.ts';
import { runProgramAt } from '../ingest/station-program.ts';
import { FEED, MESSAGES } from './messages.ts';

const program = path.join(import.meta.dirname, 'programs', 'take-and-die.ts');
const NODE_COMPILE_CACHE = path.join(projectRoot, 'node_modules', '.cache', 'node');
/** `npm test` kills at the moments that count; the long run before and after each. */
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
const MOMENTS: readonly FaultPoint[] = [
  ...(['after command imagingOrder.receive', 'before command imagingOrder.change'] as const),
  'after command imagingOrder.merge',
];
const POINTS = IMAGING_ORDER_FAULT_POINTS.filter((point) => LONG || MOMENTS.includes(point));
const TABLES = ['imaging_order', 'imaging_order_number', 'imaging_message', 'patient_merge'];

const roomOf = (access: Access): ImagingOrderRoom =>
  openImagingOrders({
    ...{ store: access.requireStore(), clock: systemClock, emit: () => undefined, profiles: () => [] },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });

const contentOf = (db: Db): unknown =>
  TABLES.map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all());

async function taken(access: Access): Promise<void> {
  const { intake } = roomOf(access);
  for (const text of MESSAGES) await intake.receive(new TextEncoder().encode(text), intake.terms(FEED));
}

/** An empty store of Ada's. */
async function newStore(folder: string): Promise<string> {
  const dir = path.join(folder, 'store');
  mkdirSync(dir);
  const access = accessOn(dir);
  await access.create('Ada', PASSPHRASE);
  await access.close();
  return dir;
}

describe('orders of a store whose index is lost', () => {
  it('F08: are there again with their priority, their clock and what the site said of patients', async () => {
    const dir = await newStore(await tempDir());
    const rebuild = (): Promise<Record<string, never>> => Promise.resolve({});
    const access = accessOn(dir, { rebuild });
    await access.unlock(null, PASSPHRASE);
    await taken(access);
    const room = roomOf(access);
    const [before, facts, rows] = [
      contentOf(access.requireStore().index),
      room.list.facts(10),
      room.list.waiting(''),
    ] as const;
    expect(facts).toHaveLength(2);
    expect(rows[0]).toMatchObject({ priority: 'stat', order: { reason: 'fell twice', mergedInto: 'MRN9' } });
    await access.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(path.join(dir, `index.db${suffix}`), { force: true });
    const again = accessOn(dir, { rebuild });
    await again.unlock(null, PASSPHRASE);
    expect(again.requireStore().recoveries.map(({ part }) => part)).toEqual(['index']);
    expect(contentOf(again.requireStore().index)).toEqual(before);
    expect(roomOf(again).list.facts(10)).toEqual(facts);
    // The site sends what it sent: it is known.
    await taken(again);
    expect(contentOf(again.requireStore().index)).toEqual(before);
  }, 30_000);

  it('that were taken by an older program are given to the ledger when this one opens the store', async () => {
    const dir = await newStore(await tempDir());
    const access = accessOn(dir);
    await access.unlock(null, PASSPHRASE);
    await taken(access);
    const { index } = access.requireStore();
    const { sql } = indexMigrations.find(({ name }) => name === 'reconcile') ?? { sql: '' };
    const [, ...gives] = sql.split(/(?=INSERT INTO ledger_pending)/);
    expect(gives).toHaveLength(TABLES.length);
    index.exec('DELETE FROM ledger_pending');
    for (const give of gives) index.exec(give);
    const rows = index
      .prepare<[], { tbl: string; row: string }>('SELECT tbl, row FROM ledger_pending ORDER BY n')
      .all();
    for (const table of TABLES) {
      const given = rows.filter(({ tbl }) => tbl === table).map(({ row }) => JSON.parse(row) as unknown);
      expect(given, table).toEqual(index.prepare(`SELECT * FROM ${table}`).all());
    }
  }, 30_000);
});

describe('a process that dies while it takes orders', () => {
  it(
    'F57: has what it said AA of, whole, and takes the rest when it comes again',
    async () => {
      const whole = accessOn(await newStore(await tempDir()));
      await whole.unlock(null, PASSPHRASE);
      await taken(whole);
      const said = (access: Access): unknown =>
        roomOf(access)
          .list.facts(10)
          .map(({ orderId: _id, receivedAt: _at, ...facts }) => facts);
      const wanted = said(whole);
      for (const point of POINTS) {
        const folder = await tempDir();
        const dir = await newStore(folder);
        const end = await runProgramAt(program, [dir, point], { env: { NODE_COMPILE_CACHE } });
        expect(end.signal, `${point} was not reached: ${end.stderr}`).toBe('SIGKILL');
        const access = accessOn(dir);
        await access.unlock(null, PASSPHRASE);
        const { index, ledger } = access.requireStore();
        const accepted = end.lines.filter(({ answer }) => String(answer).startsWith('AA'));
        const known = index.prepare<[], number>('SELECT count(*) FROM imaging_message').pluck().get() ?? 0;
        expect(known, point).toBeGreaterThanOrEqual(accepted.length);
        await taken(access);
        expect(said(access), point).toEqual(wanted);
        expect(verifyAudit(index, ledger).ok, point).toBe(true);
        await access.close();
        rmSync(folder, { recursive: true });
      }
    },
    10 * 60_000,
  );

  it('F57: has a point for every command about orders', () => {
    const commands = Object.keys(AUDIT_KINDS).filter((name) => name.startsWith('imagingOrder.'));
    const known = IMAGING_ORDER_WRITES as readonly string[];
    expect(commands.filter((name) => !known.includes(`command ${name}`))).toEqual([]);
  });
});
