import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import {
  HANGING_FAULT_POINTS,
  HANGING_WRITES,
  TEMPLATE_FAULT_POINTS,
  TEMPLATE_WRITES,
} from '../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../electron/station/kernel/fault-points.ts';
import { lastNumber } from '../../../electron/station/kernel/ledger/ledger.ts';
import { AUDIT_KINDS } from '../../../shared/audit/event-map.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runProgramAt } from '../ingest/station-program.ts';
import { hangingSteps, keptHanging } from './hanging-steps.ts';
import { accessTo, PASSPHRASE } from './site-steps.ts';

const program = path.join(import.meta.dirname, 'programs', 'hanging-and-die.ts');
const resources = path.join(projectRoot, 'resources');
const NODE_COMPILE_CACHE = path.join(projectRoot, 'node_modules', '.cache', 'node');
/** `npm test` kills twice, where several versions go in and where one is on record already; the long run at every point. */
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
const MOMENTS: readonly FaultPoint[] = [
  'before command hanging.import',
  'after command hanging.save',
  'after command templates.import',
];
const POINTS = [...HANGING_FAULT_POINTS, ...TEMPLATE_FAULT_POINTS].filter((point) => LONG || MOMENTS.includes(point));

/** A learned preference lies in the journal; its command is a line in the trail after that. */
const ELSEWHERE: ReadonlySet<string> = new Set(['hanging.answerHabit', 'hanging.forgetHabits']);

async function newStore(): Promise<string> {
  const dir = path.join(await tempDir(), 'store');
  const access = accessTo(dir);
  await access.create('Ada', PASSPHRASE);
  access.confirmRecovery();
  await access.close();
  return dir;
}

describe('a process that dies while it keeps hanging protocols', () => {
  it(
    'F01: leaves the protocols before or after the act, with its record and in the ledger',
    async () => {
      const base = await newStore();
      const whole = path.join(await tempDir(), 'store');
      cpSync(base, whole, { recursive: true });
      const reference = accessTo(whole);
      await reference.unlock(null, PASSPHRASE);
      const { index } = reference.requireStore();
      const states = [keptHanging(index)];
      await hangingSteps(reference, { resources, out: await tempDir() }, () => states.push(keptHanging(index)));
      await reference.close();
      for (const point of POINTS) {
        const folder = await tempDir();
        const [dir, out] = [path.join(folder, 'store'), path.join(folder, 'out')];
        mkdirSync(out);
        cpSync(base, dir, { recursive: true });
        const end = await runProgramAt(program, [dir, resources, out, point], { env: { NODE_COMPILE_CACHE } });
        expect(end.signal, `${point} was not reached: ${end.stderr}`).toBe('SIGKILL');
        const said = end.lines.map(({ state }) => state);
        expect(said, point).toEqual(states.slice(0, said.length));
        const access = accessTo(dir);
        await access.unlock(null, PASSPHRASE);
        const left = access.requireStore();
        const wanted = point.startsWith('after') ? states[said.length] : states[said.length - 1];
        expect(keptHanging(left.index), point).toBe(wanted);
        expect(verifyAudit(left.index, left.ledger).ok, point).toBe(true);
        expect(left.ledger.last, point).toBe(lastNumber(left.index));
        await access.close();
        rmSync(folder, { recursive: true });
      }
    },
    5 * 60_000,
  );

  it('F01: has a point for every command about them', () => {
    const commands = Object.keys(AUDIT_KINDS).filter((name) => /^(hanging|templates)\./.test(name));
    const known = new Set<string>([...HANGING_WRITES, ...TEMPLATE_WRITES]);
    expect(commands.filter((name) => !known.has(`command ${name}`) && !ELSEWHERE.has(name))).toEqual([]);
  });
});
