import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { COMMITMENT_FAULT_POINTS } from '../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../electron/station/kernel/fault-points.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { committingSource } from '../../integration/transfer/outbox/committing-source.ts';
import { addDestination, outDesk, signReport, until } from '../../integration/transfer/outbox/outbox-fixture.ts';
import { runProgramAt } from '../ingest/station-program.ts';

const program = path.join(import.meta.dirname, 'programs', 'commit-and-die.ts');
const NODE_COMPILE_CACHE = path.join(projectRoot, 'node_modules', '.cache', 'node');

/** `npm test` kills at the moments that count; the long run before and after each. */
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
const MOMENTS: readonly FaultPoint[] = [
  'after outbox commitment',
  'before command outbox.commit',
  'after command outbox.resend',
  'before command outbox.sendUnsent',
];
const POINTS = COMMITMENT_FAULT_POINTS.filter((point) => LONG || MOMENTS.includes(point));
const sources = () => [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open: () => committingSource('1.2.3.4', true) }];

/** A store with a report from before its site had a destination, and one that waits for an archive that is asked to keep it. */
async function baseStore(): Promise<string> {
  const dir = await tempDir();
  const desk = await outDesk(dir, sources);
  await signReport(desk, 'Before.');
  addDestination(desk, { kind: 'dicom', source: 'pacs', objects: ['report'], commitment: { waitMinutes: 60 } });
  await signReport(desk, 'After.');
  await desk.close();
  return dir;
}

/** The next opening goes on: everything that is to go is there, is kept, and is on record. */
async function goesOn(dir: string, point: FaultPoint): Promise<void> {
  const desk = await outDesk(dir, sources, true);
  const { outbox } = desk.outgoing;
  outbox.start();
  const sent = point === 'after command outbox.sendUnsent' ? 2 : 1;
  for (const { commitment, outgoingId } of outbox.list())
    if (commitment?.state === 'failed') outbox.askAgain(outgoingId);
  await until(
    desk,
    (rows) => {
      // Not kept, and said so after the opening: a person asks again.
      const lost = rows.find(({ commitment }) => commitment?.state === 'failed');
      if (lost !== undefined) outbox.askAgain(lost.outgoingId);
      return (
        rows.length === sent &&
        rows.every(({ state, commitment }) => state === 'delivered' && commitment?.state === 'committed')
      );
    },
    20_000,
  );
  const unsent = desk.outgoing.unsent.list(null).map(({ leftAt }) => leftAt !== null);
  expect(unsent, point).toEqual(sent === 2 ? [] : [point === 'after command outbox.leave']);
  const { index, ledger } = desk.store;
  expect(verifyAudit(index, ledger).ok, point).toBe(true);
  await desk.close();
}

describe('a process that dies while an archive is asked to keep what it took', () => {
  it(
    'F57: says of nothing that it is kept before it was said, at every point there is',
    async () => {
      const base = await baseStore();
      for (const point of POINTS) {
        const folder = await tempDir();
        const dir = path.join(folder, 'store');
        mkdirSync(dir);
        cpSync(base, dir, { recursive: true });
        const end = await runProgramAt(program, [dir, point], { env: { NODE_COMPILE_CACHE } });
        expect(end.signal, `${point} was not reached: ${end.stderr}`).toBe('SIGKILL');
        await goesOn(dir, point);
        rmSync(folder, { recursive: true });
      }
    },
    5 * 60_000,
  );
});
