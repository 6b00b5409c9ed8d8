import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../../electron/station/access/access.ts';
import { profilesInForce } from '../../../electron/station/access/profile/profile-rows.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { SITE_FAULT_POINTS, SITE_WRITES } from '../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../electron/station/kernel/fault-points.ts';
import { lastNumber } from '../../../electron/station/kernel/ledger/ledger.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { addCase } from '../../integration/access/case-fixture.ts';
import type { Case } from '../../integration/access/case-fixture.ts';
import { runProgramAt } from '../ingest/station-program.ts';
import { accessTo, PASSPHRASE, siteSteps } from './site-steps.ts';

const program = path.join(import.meta.dirname, 'programs', 'site-and-die.ts');

/** `npm test` kills before each write and after the two that change most; the long run after each. */
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
const AFTER: readonly FaultPoint[] = ['after command profile.apply', 'after command retention.purge'];
const POINTS = SITE_FAULT_POINTS.filter(
  (point) => LONG || AFTER.includes(point) || (point.startsWith('before') && !/refused|end|export/.test(point)),
);

interface Base {
  readonly dir: string;
  readonly gone: Case;
  readonly kept: Case;
  readonly cache: string;
}

async function baseStore(): Promise<Base> {
  const dir = path.join(await tempDir(), 'store');
  const access = accessTo(dir);
  await access.create('Ada Reader', PASSPHRASE);
  access.confirmRecovery();
  const gone = await addCase(access, 'North', 'CANARY^GONE');
  const kept = await addCase(access, 'South', 'CANARY^KEPT');
  // What a backup leaves in the trail; the copies themselves are the business of other tests.
  const { commands, personId } = access.requireStore();
  commands.run({ name: 'store.backup', personId, subject: 'job', detail: {} }, () => undefined);
  await access.close();
  return { dir, gone, kept, cache: await tempDir() };
}

const canRead = async (access: Access, { blobId }: Case): Promise<boolean> => {
  try {
    await access.requireStore().blobs.facts(blobId);
    return true;
  } catch {
    // Whatever the words: the bytes are not to be had.
    return false;
  }
};

/** What the store holds, beside what its trail says was done. */
async function checkAsLeft({ gone, kept }: Base, dir: string, point: string): Promise<void> {
  const access = accessTo(dir);
  try {
    await access.unlock(null, PASSPHRASE);
    const { index, ledger, signIns, people, personId } = access.requireStore();
    expect(verifyAudit(index, ledger).ok, point).toBe(true);
    expect(ledger.last, point).toBe(lastNumber(index));
    const count = (sql: string): number => index.prepare<[], number>(`SELECT count(*) FROM ${sql}`).pluck().get() ?? 0;
    const done = (command: string): boolean => count(`audit WHERE command = '${command}'`) > 0;
    const applied = done('profile.apply');
    expect(
      {
        profiles: profilesInForce(index, new Map()).length,
        keys: count('profile_key'),
        coordinator: people.get(personId).roles.includes('coordinator'),
        provider: signIns.provider() !== null,
      },
      point,
    ).toEqual({
      ...{ profiles: applied ? 1 : 0, keys: applied ? 1 : 0, coordinator: applied },
      provider: applied && !done('signIn.setProvider'),
    });
    expect(count('reading_place'), point).toBe(done('profile.statePlace') ? 1 : 0);
    const purged = done('retention.purge');
    expect(count('retention_note'), point).toBe(done('retention.note') && !purged ? 1 : 0);
    const rows = ({ studyId }: Case): boolean => count(`study WHERE study_id = '${studyId}'`) > 0;
    expect([rows(kept), await canRead(access, kept)], point).toEqual([true, true]);
    expect([rows(gone), await canRead(access, gone)], point).toEqual([!purged, !purged]);
    expect(count("meta WHERE key IN ('rotation-due', 'forget-due')"), point).toBe(0);
  } finally {
    await access.close();
  }
}

describe('a process that dies at a write of a profile, a sign-in or a purge', () => {
  it(
    'F01: leaves the state before or the state after, whole, at every point there is',
    async () => {
      const base = await baseStore();
      const waiting = [...POINTS];
      const lane = async (): Promise<void> => {
        for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
          const folder = await tempDir();
          const [dir, out] = [path.join(folder, 'store'), path.join(folder, 'out')];
          mkdirSync(out);
          cpSync(base.dir, dir, { recursive: true });
          const end = await runProgramAt(program, [dir, out, base.gone.studyUid, point], {
            env: { NODE_COMPILE_CACHE: base.cache },
          });
          expect(end.signal, `${point} was not reached: ${end.stderr}`).toBe('SIGKILL');
          await checkAsLeft(base, dir, point);
          rmSync(folder, { recursive: true });
        }
      };
      await Promise.all([lane(), lane()]);
    },
    10 * 60_000,
  );

  it('F01: where nothing dies, all of it is done', async () => {
    const base = await baseStore();
    const out = await tempDir();
    const access = accessTo(base.dir);
    await access.unlock(null, PASSPHRASE);
    await siteSteps(access, out, base.gone.studyUid);
    const { index } = access.requireStore();
    const commands = index.prepare<[], string>('SELECT DISTINCT command FROM audit').pluck().all();
    expect(SITE_WRITES.filter((write) => !commands.includes(write.replace('command ', '')))).toEqual([]);
    expect(existsSync(path.join(out, 'north.json'))).toBe(true);
    await access.close();
    await checkAsLeft(base, base.dir, 'to the end');
  });

  it('F01: has a point for every command of these rooms', () => {
    const folders = ['profile', 'sign-in', 'retention'].map((name) =>
      path.join(projectRoot, 'electron', 'station', 'access', name),
    );
    const text = folders
      .flatMap((folder) =>
        readdirSync(folder)
          .filter((name) => name.endsWith('.ts'))
          .map((name) => path.join(folder, name)),
      )
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const names = [...text.matchAll(/(?:name: |#run\()'((?:profile|signIn|retention|residency)\.[a-zA-Z-]+)'/g)];
    const known = new Set<string>(SITE_WRITES);
    expect(names.length).toBeGreaterThan(8);
    expect(names.map((match) => match[1] ?? '').filter((name) => !known.has(`command ${name}`))).toEqual([]);
  });
});
