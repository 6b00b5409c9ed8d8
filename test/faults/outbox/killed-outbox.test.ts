import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import {
  COMMITMENT_WRITES,
  OUTBOX_FAULT_POINTS,
  OUTBOX_WRITES,
} from '../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../electron/station/kernel/fault-points.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import {
  addDestination,
  allDelivered,
  outDesk,
  signNext,
  signReport,
  until,
} from '../../integration/transfer/outbox/outbox-fixture.ts';
import { accept, scriptedMllp } from '../../integration/transfer/outbox/scripted-mllp.ts';
import type { MllpTurn, ScriptedMllp } from '../../integration/transfer/outbox/scripted-mllp.ts';
import { AUDIT_KINDS } from '../../../shared/audit/event-map.ts';
import { runProgramAt } from '../ingest/station-program.ts';

const program = path.join(import.meta.dirname, 'programs', 'send-and-die.ts');

/** Compiled sources are kept from one process to the next. */
const NODE_COMPILE_CACHE = path.join(projectRoot, 'node_modules', '.cache', 'node');

/** `npm test` kills at the moments that count; the long run before and after each. */
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
const MOMENTS: readonly FaultPoint[] = ['after outbox claim', 'before outbox settle', 'before command outbox.deliver'];
const POINTS = OUTBOX_FAULT_POINTS.filter((point) => LONG || MOMENTS.includes(point));

/** A store with a preliminary report that was sent on, its final, and another one; nothing was sent yet. */
async function baseStore(ris: ScriptedMllp, reports: number): Promise<{ readonly dir: string; readonly rows: number }> {
  const dir = await tempDir();
  const desk = await outDesk(dir);
  addDestination(desk, { kind: 'hl7', host: '127.0.0.1', port: ris.port, tls: false, answerMs: 2000 });
  const final = await signReport(desk, 'First.');
  await signNext(desk, final, 'More of the first.');
  for (let place = 2; place < reports; place += 1) await signReport(desk, `Report ${place}.`);
  const rows = desk.outgoing.outbox.list().length;
  await desk.close();
  return { dir, rows };
}

function turnFor(point: FaultPoint): MllpTurn {
  if (/refuse|retry/.test(point)) return ({ answer }) => answer('AE');
  if (/settle|answer/.test(point)) return ({ socket }) => socket.destroy();
  return accept;
}

/** The next opening goes on: in the end each report is there, in order, and on record once. */
async function goesOn(dir: string, ris: ScriptedMllp, rows: number, point: string): Promise<void> {
  ris.turn = accept;
  const desk = await outDesk(dir, () => [], true);
  const { outbox } = desk.outgoing;
  outbox.start();
  for (const row of outbox.list()) {
    if (row.state === 'refused') outbox.retry(row.outgoingId);
    if (row.state === 'held') outbox.release(row.outgoingId);
  }
  const ended = await until(desk, (all) => all.length === rows && allDelivered(all), 20_000);
  const dropped = ended.filter(({ state }) => state === 'dropped');
  expect(dropped.length, point).toBe(point.endsWith('after command outbox.drop') ? 1 : 0);
  const there = new Set(ris.got.map(({ controlId }) => controlId));
  expect([...there].sort(), point).toEqual(
    ended
      .filter(({ state }) => state === 'delivered')
      .map(({ key }) => key)
      .sort(),
  );
  // A receiver that takes a number once has each once, and the first of a line before what follows it.
  const order = [...there];
  for (const { key, reportState, seq } of ended.filter(({ reportState: state }) => state === 'addendum')) {
    const before = ended.find((row) => row.seq === seq - 1);
    if (reportState === 'addendum' && before?.state === 'delivered') {
      expect(order.indexOf(before.key), point).toBeLessThan(order.indexOf(key));
    }
  }
  const { index, ledger } = desk.store;
  expect(verifyAudit(index, ledger).ok, point).toBe(true);
  const delivered = index.prepare("SELECT count(*) FROM audit WHERE command = 'outbox.deliver'").pluck().get();
  expect(delivered, point).toBe(ended.length - dropped.length);
  await desk.close();
}

function copied(from: string, folder: string): string {
  const dir = path.join(folder, 'store');
  mkdirSync(dir);
  for (const name of readdirSync(from)) cpSync(path.join(from, name), path.join(dir, name), { recursive: true });
  return dir;
}

describe('a process that dies while results go out', () => {
  it(
    'F57: delivers each report in the end, in order, at every point there is',
    async () => {
      const ris = await scriptedMllp();
      const base = await baseStore(ris, 3);
      for (const point of POINTS) {
        ris.got.length = 0;
        ris.turn = turnFor(point);
        const folder = await tempDir();
        const dir = copied(base.dir, folder);
        const end = await runProgramAt(program, [dir, point], { env: { NODE_COMPILE_CACHE } });
        expect(end.signal, `${point} was not reached: ${end.stderr}`).toBe('SIGKILL');
        await goesOn(dir, ris, base.rows, point);
        rmSync(folder, { recursive: true });
      }
      await ris.stop();
    },
    10 * 60_000,
  );

  it(
    'F57: killed at any moment, again and again, it goes on where it was',
    async () => {
      const ris = await scriptedMllp(({ answer }) => setTimeout(() => answer('AA'), 20));
      const base = await baseStore(ris, LONG ? 50 : 5);
      for (let turn = 0; turn < (LONG ? 20 : 1); turn += 1) {
        const end = await runProgramAt(program, [base.dir, '-'], {
          env: { NODE_COMPILE_CACHE },
          onLine: (_line, kill) => kill((turn * 37) % 120),
        });
        expect(end.signal, end.stderr).toBe('SIGKILL');
      }
      await goesOn(base.dir, ris, base.rows, 'any');
      await ris.stop();
    },
    10 * 60_000,
  );

  it('F57: has a point for every command of the outbox', () => {
    const commands = Object.keys(AUDIT_KINDS).filter((name) => /^(outbox|destination)\./.test(name));
    const known = new Set<string>([...OUTBOX_WRITES, ...COMMITMENT_WRITES]);
    expect(commands.filter((name) => !known.has(`command ${name}`))).toEqual([]);
  });
});
