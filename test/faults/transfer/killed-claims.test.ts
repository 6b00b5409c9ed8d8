import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import {
  CLAIM_FAULT_POINTS,
  CLAIM_WRITES,
  commandWrite,
  NO_FAULTS,
} from '../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../electron/station/kernel/fault-points.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { upsPeer } from '../../helpers/ups-peer.ts';
import type { UpsPeer } from '../../helpers/ups-peer.ts';
import { newDesk, STUDY } from '../../integration/report/reporting-fixture.ts';
import { runProgramAt } from '../ingest/station-program.ts';
import { claimDesk } from './claim-desk.ts';

const program = path.join(import.meta.dirname, 'programs', 'claim-and-die.ts');
const NODE_COMPILE_CACHE = path.join(projectRoot, 'node_modules', '.cache', 'node');
const TASK = '2.25.77';
/** More often than any point is reached from the claim to the end of the task. */
const MOST = 12;

/** A store with one case, and the number by which its site knows it. */
async function baseStore(): Promise<{ readonly dir: string; readonly accession: string }> {
  const dir = await tempDir();
  const desk = await newDesk(dir, null);
  const read = 'SELECT accession FROM study WHERE study_id = ?';
  const accession = desk.store.index.prepare<[string], string>(read).pluck().get(STUDY) ?? '';
  await desk.access.close();
  return { dir, accession };
}

/** The next opening goes on: the task is taken once and ended once, and every step is on record once. */
async function goesOn(dir: string, peer: UpsPeer, when: string): Promise<void> {
  const desk = await claimDesk(dir, peer.url, NO_FAULTS);
  if (desk.claims.of(STUDY)?.wish !== 'complete') {
    await desk.until('held');
    desk.says('read');
  }
  await desk.until('completed');
  expect(peer.changes, when).toEqual([`${TASK} IN PROGRESS`, `${TASK} COMPLETED`]);
  const { index, ledger } = desk.store;
  const steps = index
    .prepare<[], string>("SELECT detail FROM audit WHERE command = 'claim.step' ORDER BY seq")
    .pluck()
    .all()
    .map((detail) => (JSON.parse(detail) as { to: string }).to);
  expect(steps, when).toEqual(['asked', 'held', 'completing', 'completed']);
  expect(verifyAudit(index, ledger).ok, when).toBe(true);
  await desk.close();
}

describe('a process that dies while a case is claimed at its site', () => {
  it(
    'F57: takes the task once and ends it once, at every point there is and every time that it is reached',
    async () => {
      const { dir: base, accession } = await baseStore();
      const peer = await upsPeer();
      const reached = new Map<FaultPoint, number>();
      for (const point of CLAIM_FAULT_POINTS) {
        for (let times = 1; times <= MOST; times += 1) {
          for (const list of [peer.asked, peer.changes]) list.length = 0;
          peer.tasks.clear();
          peer.add(TASK, accession);
          const folder = await tempDir();
          const dir = path.join(folder, 'store');
          mkdirSync(dir);
          cpSync(base, dir, { recursive: true });
          const end = await runProgramAt(program, [dir, point, String(times), peer.url], {
            env: { NODE_COMPILE_CACHE },
          });
          const wasKilled = end.signal === 'SIGKILL';
          expect(wasKilled || end.code === 0, `${point} ${times}: ${end.stderr}`).toBe(true);
          await goesOn(dir, peer, `${point} ${times}`);
          rmSync(folder, { recursive: true });
          if (!wasKilled) break;
          reached.set(point, times);
        }
      }
      await peer.close();
      // Asked, held, being completed, completed.
      for (const point of CLAIM_FAULT_POINTS.filter((one) => one.endsWith('command claim.step'))) {
        expect(reached.get(point), point).toBe(4);
      }
      expect([...reached.keys()].sort()).toEqual([...CLAIM_FAULT_POINTS].sort());
    },
    5 * 60_000,
  );

  it('F57: has a point for its command', () => {
    expect(CLAIM_WRITES.filter((write) => write === commandWrite('claim.step'))).toHaveLength(1);
  });
});
