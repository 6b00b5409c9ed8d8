import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import { Administration } from '../../../electron/station/access/administration.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { KEY_FAULT_POINTS } from '../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../electron/station/kernel/fault-points.ts';
import { HEADER_BYTES } from '../../../electron/station/kernel/blob-format.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { oldBlob } from '../../helpers/old-blob.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { PASSPHRASE } from '../../integration/access/access-fixture.ts';
import { addCase } from '../../integration/access/case-fixture.ts';
import type { Case } from '../../integration/access/case-fixture.ts';
import { blobWorkerFile } from '../../integration/kernel/blob-fixture.ts';
import { runProgramAt } from '../ingest/station-program.ts';

const SECOND = 'second passphrase';
const program = path.join(import.meta.dirname, 'programs', 'change-and-die.ts');

/**
 * `npm test` kills before each write but for plain rows, and after the two whose afterwards nothing else is before; the long run at
 * all points.
 */
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
const AFTER: readonly FaultPoint[] = [
  ...(['after rotation rename', 'after forget ledger'] as const),
  ...(['after rewrap list', 'after rewrap header'] as const),
];
const POINTS = KEY_FAULT_POINTS.filter(
  (point) =>
    LONG ||
    AFTER.includes(point) ||
    (point.startsWith('before') && !/people\.(add|setRoles|setPassphrase)/.test(point)),
);

type What = 'people' | 'person' | 'keys' | 'forget' | 'study';

function whatFor(point: FaultPoint): What {
  if (/rewrap|rewrite/.test(point)) return 'study';
  if (point.includes('people.forget')) return 'person';
  if (point.includes('forget')) return 'forget';
  return point.includes('keys.') ? 'keys' : 'people';
}

/** The records of a change are those of a store's key and of a study's. */
const CASES: readonly (readonly [FaultPoint, What])[] = POINTS.flatMap((point) => [
  [point, whatFor(point)] as const,
  ...(/command keys\.(begin|rotate)/.test(point) ? ([[point, 'study']] as const) : []),
]);

interface Base {
  readonly dir: string;
  readonly gone: Case;
  readonly kept: Case;
  /** Its file is of version 2. */
  readonly old: Case;
  readonly cache: string;
}

function accessTo(dir: string): Access {
  return new Access({ dir, blobWorkerFile, scryptLogN: 10, delay: () => Promise.resolve() });
}

async function baseStore(): Promise<Base> {
  const dir = path.join(await tempDir(), 'store');
  const access = accessTo(dir);
  await access.create('Ada', PASSPHRASE);
  access.confirmRecovery();
  const gone = await addCase(access, 'North', 'CANARY^GONE');
  const kept = await addCase(access, 'South', 'CANARY^KEPT');
  const old = await addCase(access, 'South', 'CANARY^OLD');
  const { ring, blobs } = access.requireStore();
  const studyKeyId = await blobs.studyKeyId(old.blobId);
  const plain = Buffer.from('pixels of CANARY^OLD');
  writeFileSync(fileOf(dir, old), oldBlob({ blobId: old.blobId, studyKeyId }, plain, ring.studyKey(studyKeyId)));
  await new Administration(access).add({ name: 'Ben', roles: ['reader'], passphrase: SECOND, proof: PASSPHRASE });
  await access.close();
  return { dir, gone, kept, old, cache: await tempDir() };
}

function fileOf(dir: string, { blobId }: Case): string {
  return path.join(dir, 'blobs', blobId.slice(0, 2), blobId);
}

function afterHeader(file: string): string {
  return readFileSync(file).toString('hex', HEADER_BYTES);
}

const canRead = async (access: Access, { blobId }: Case): Promise<boolean> => {
  try {
    await access.requireStore().blobs.facts(blobId);
    return true;
  } catch (error) {
    expect(['blob/missing', 'blob/key-forgotten']).toContain(asAppError(error).code);
    return false;
  }
};

const opens = async (access: Access, secret: string): Promise<boolean> => {
  await access.lock();
  try {
    await access.unlock(null, secret);
    return true;
  } catch (error) {
    expect(['access/wrong-passphrase', 'access/revoked']).toContain(asAppError(error).code);
    return false;
  }
};

/** After the next opening there is the state before or the state after, and nothing between. */
async function checkAsLeft(base: Base, dir: string, point: FaultPoint): Promise<void> {
  const access = accessTo(dir);
  try {
    await access.unlock(null, PASSPHRASE);
    const { index, ledger } = access.requireStore();
    expect(verifyAudit(index, ledger).ok, point).toBe(true);
    const due = index.prepare("SELECT key FROM meta WHERE key LIKE '%-due'").pluck().all();
    expect(due, point).toEqual([]);
    const done = (command: string): boolean =>
      index.prepare('SELECT 1 FROM audit WHERE command = ?').get(command) !== undefined;
    const rows = (studyId: string): boolean =>
      index.prepare('SELECT 1 FROM study WHERE study_id = ?').get(studyId) !== undefined;
    expect([rows(base.kept.studyId), await canRead(access, base.kept)], point).toEqual([true, true]);
    expect(access.requireStore().ring.changes.isAny, point).toBe(false);
    expect(afterHeader(fileOf(dir, base.kept)), point).toBe(afterHeader(fileOf(base.dir, base.kept)));
    const oldBlobId = index
      .prepare<[string], Case['blobId']>('SELECT blob_id FROM object JOIN series USING (series_id) WHERE study_id = ?')
      .pluck()
      .get(base.old.studyId);
    const { blobs } = access.requireStore();
    expect(Buffer.from(await blobs.read(oldBlobId ?? base.old.blobId)).toString(), point).toContain('OLD');
    const forgotten = done('forget.run');
    expect([rows(base.gone.studyId), await canRead(access, base.gone)], point).toEqual([!forgotten, !forgotten]);
    expect(existsSync(path.join(dir, 'rotation')) || existsSync(path.join(dir, 'rotation-ready')), point).toBe(false);
    const benIsOut = done('people.revoke');
    if (benIsOut || done('keys.begin')) expect(done('keys.rotate'), point).toBe(true);
    expect(await opens(access, SECOND), point).toBe(!benIsOut);
    expect(await opens(access, PASSPHRASE), point).toBe(true);
  } finally {
    await access.close();
  }
}

describe('a process that dies while people, keys or what is kept are changed', () => {
  it(
    'F59: leaves a store that its people open, and nothing half revoked or half forgotten, at every point there is',
    async () => {
      const base = await baseStore();
      const waiting = [...CASES];
      const lane = async (): Promise<void> => {
        for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
          const [point, what] = one;
          const folder = await tempDir();
          const dir = path.join(folder, 'store');
          mkdirSync(dir);
          for (const name of readdirSync(base.dir))
            cpSync(path.join(base.dir, name), path.join(dir, name), { recursive: true });
          const end = await runProgramAt(program, [dir, what, point], {
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
});
