import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Administration } from '../../../electron/station/access/administration.ts';
import { readWiped } from '../../../electron/station/access/orders/wiped-store.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { ORDER_FAULT_POINTS } from '../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../electron/station/kernel/fault-points.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { PASSPHRASE } from '../../integration/access/access-fixture.ts';
import { addCase } from '../../integration/access/case-fixture.ts';
import { benchWith, desk } from '../../integration/access/orders/orders-fixture.ts';
import type { OrderBench } from '../../integration/access/orders/orders-fixture.ts';
import { runProgramAt } from '../ingest/station-program.ts';

const SECOND = 'second passphrase';
const program = path.join(import.meta.dirname, 'programs', 'order-and-die.ts');
const BEN = { personId: null, name: 'Ben' };

/** `npm test` kills at the moments that count; the long run before and after each. */
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
const MOMENTS: readonly FaultPoint[] = [
  ...(['before command order.hold', 'after command order.hold', 'after command order.revoke'] as const),
  ...(['after command order.wipeSite', 'before wipe commit', 'after wipe commit', 'after wipe keys'] as const),
];
const POINTS = ORDER_FAULT_POINTS.filter((point) => LONG || MOMENTS.includes(point));

function ordersFor(bench: OrderBench, point: FaultPoint): readonly string[] {
  const number = 1;
  if (point.includes('order.wait')) return [bench.order({ kind: 'wipe-site', number, evenIfUnsigned: false })];
  if (point.includes('wipeSite')) return [bench.order({ kind: 'wipe-site', number, evenIfUnsigned: true })];
  if (point.includes('revoke')) return [bench.order({ kind: 'revoke', number, person: BEN })];
  if (point.includes('wipe ')) return [bench.order({ kind: 'wipe-store', number, evenIfUnsigned: true })];
  return [bench.order({ kind: 'hold', number }), bench.order({ kind: 'lift', number: 2 })];
}

async function opens(bench: OrderBench, secret: string): Promise<boolean> {
  await bench.access.lock();
  try {
    await bench.access.unlock(null, secret);
    return true;
  } catch (error) {
    expect(['access/wrong-passphrase', 'access/revoked', 'access/held']).toContain(asAppError(error).code);
    return false;
  }
}

/** A store that was wiped has its page and nothing else, and no program opens it. */
async function checkWiped(dir: string, point: FaultPoint): Promise<void> {
  const bench = desk(dir);
  // In turn with the end of the wipe.
  await bench.access.lock();
  expect(readdirSync(dir).sort(), point).toEqual(['lock.db', 'wiped.json']);
  expect(readWiped(dir)?.notice, point).toMatchObject({ kind: 'wipe-store', outcome: 'done', studies: 1 });
  expect(bench.access.state().store, point).toBe('absent');
}

/** After the next opening an order was carried out as a whole, or not at all. */
async function checkAsLeft(base: OrderBench, dir: string, point: FaultPoint): Promise<void> {
  if (existsSync(path.join(dir, 'wiped.json'))) {
    expect(point).not.toBe('before wipe commit');
    return await checkWiped(dir, point);
  }
  const bench = desk(dir);
  const isOpen = await opens(bench, PASSPHRASE);
  const wasHeld = point === 'after command order.hold' || point === 'before command order.lift';
  expect(isOpen, point).toBe(!wasHeld);
  if (!isOpen) {
    bench.desk.offer(base.order({ kind: 'lift', number: 2 }), false);
    expect(await opens(bench, PASSPHRASE), point).toBe(true);
  }
  const { index, ledger } = bench.access.requireStore();
  expect(verifyAudit(index, ledger).ok, point).toBe(true);
  const due = index.prepare("SELECT key FROM meta WHERE key IN ('rotation-due', 'forget-due')").pluck().all();
  expect(due, point).toEqual([]);
  const done = (command: string): boolean =>
    index.prepare('SELECT 1 FROM audit WHERE command = ?').get(command) !== undefined;
  expect(index.prepare('SELECT count(*) FROM study').pluck().get(), point).toBe(done('order.wipeSite') ? 0 : 1);
  const records = index.prepare("SELECT count(*) FROM audit WHERE command LIKE 'order.%'").pluck().get();
  expect(index.prepare('SELECT count(*) FROM site_order').pluck().get(), point).toBe(records);
  const benIsOut = done('order.revoke');
  expect(await opens(bench, SECOND), point).toBe(!benIsOut);
  await bench.access.close();
}

describe('a process that dies while it carries out an order', () => {
  it(
    'F59: leaves what was ordered done as a whole, or not at all, at every point there is',
    async () => {
      const base = await benchWith();
      await new Administration(base.access).add({
        name: 'Ben',
        roles: ['reader'],
        passphrase: SECOND,
        proof: PASSPHRASE,
      });
      await addCase(base.access, 'St. Anna', 'CANARY^GONE');
      await base.access.close();
      const cache = await tempDir();
      const waiting = [...POINTS];
      const lane = async (): Promise<void> => {
        for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
          const folder = await tempDir();
          const dir = path.join(folder, 'store');
          mkdirSync(dir);
          for (const name of readdirSync(base.dir)) {
            cpSync(path.join(base.dir, name), path.join(dir, name), { recursive: true });
          }
          const orders = path.join(folder, 'orders.json');
          writeFileSync(orders, JSON.stringify(ordersFor(base, point)));
          const end = await runProgramAt(program, [dir, orders, point], { env: { NODE_COMPILE_CACHE: cache } });
          expect(end.signal, `${point} was not reached: ${end.stderr}`).toBe('SIGKILL');
          await checkAsLeft(base, dir, point);
          rmSync(folder, { recursive: true });
        }
      };
      await Promise.all([lane(), lane()]);
    },
    10 * 60_000,
  );
});
