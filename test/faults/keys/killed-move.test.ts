import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import { Moving } from '../../../electron/station/access/move/moving.ts';
import { finishStore } from '../../../electron/station/access/store-file.ts';
import { restoreBackup } from '../../../electron/station/kernel/backup/restore-backup.ts';
import { MOVE_FAULT_POINTS } from '../../../electron/station/kernel/fault-points.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { PASSPHRASE } from '../../integration/access/access-fixture.ts';
import { addCase } from '../../integration/access/case-fixture.ts';
import { blobWorkerFile } from '../../integration/kernel/blob-fixture.ts';
import { runProgramAt } from '../ingest/station-program.ts';

const proof = PASSPHRASE;
const program = path.join(import.meta.dirname, 'programs', 'move-and-die.ts');
const noLeave = (): Promise<void> => Promise.resolve();

/** `npm test` leaves out what the next point is the same as. */
const POINTS = MOVE_FAULT_POINTS.filter(
  (point) =>
    process.env['NIGHTJAR_LONG'] !== undefined || !/^after (command move\.(done|cancel)|move ticket)/.test(point),
);

async function withStore<T>(dir: string, work: (access: Access) => Promise<T>): Promise<T> {
  const access = new Access({ dir, blobWorkerFile, scryptLogN: 10, delay: () => Promise.resolve() });
  try {
    await access.unlock(null, PASSPHRASE);
    return await work(access);
  } finally {
    await access.close();
  }
}

const works = (dir: string): Promise<boolean> =>
  withStore(dir, (access) => Promise.resolve(access.requireStore().movement.moved === null));

async function unpack(from: string, dir: string): Promise<void> {
  await restoreBackup({
    ...{ from, dir, blobWorkerFile, database: {}, secret: { passphrase: PASSPHRASE } },
    delay: () => Promise.resolve(),
    finish: (store) => finishStore(dir, store),
  });
}

/** Null where it may not be opened. */
async function arrived(from: string, dir: string): Promise<boolean> {
  try {
    await withStore(dir, (access) => new Moving(access).arrive({ from, again: false, proof }));
    return true;
  } catch (error) {
    expect(asAppError(error).code).toBe('move/unfinished');
    return false;
  }
}

describe('a process that dies while a store moves', () => {
  it(
    'leaves one that works or none, never two, and calling it again ends it with the new one',
    async () => {
      const dir = path.join(await tempDir(), 'store');
      const access = new Access({ dir, blobWorkerFile, scryptLogN: 10 });
      await access.create('Ada', PASSPHRASE);
      await addCase(access, 'North', 'CANARY^MOVED');
      await access.close();
      const cache = await tempDir();
      const die = async (...words: readonly string[]): Promise<void> => {
        const end = await runProgramAt(program, words, { env: { NODE_COMPILE_CACHE: cache } });
        expect(end.signal, `${words.at(-1)} was not reached: ${end.stderr}`).toBe('SIGKILL');
      };
      for (const point of POINTS) {
        const [old, to, fresh] = [await tempDir(), await tempDir(), await tempDir()].map((folder) =>
          path.join(folder, 'it'),
        ) as [string, string, string];
        cpSync(dir, old, { recursive: true });
        const pack = () => withStore(old, (open) => new Moving(open).pack({ to, proof }, noLeave));
        if (point.includes('arrive')) {
          await pack();
          await unpack(to, fresh);
          await die(fresh, 'arrive', to, point);
          expect(await works(old), point).toBe(false);
          expect(await works(fresh), point).toBe(point.startsWith('after'));
        } else if (point.includes('cancel')) {
          await pack();
          await die(old, 'cancel', to, point);
          expect(await works(old), point).toBe(point.startsWith('after'));
          // Whoever said that the package is destroyed has to mean it.
          continue;
        } else {
          await die(old, 'pack', to, point);
          const oldWorks = await works(old);
          expect(oldWorks, point).toBe(point === 'before command move.begin');
          if (existsSync(path.join(to, 'backup.json')) && !oldWorks && !point.includes('begin')) {
            const early = path.join(await tempDir(), 'early');
            await unpack(to, early);
            expect(await arrived(to, early), point).toBe(point === 'after move ticket');
            if (point === 'after move ticket') continue;
          }
          await pack();
          await unpack(to, fresh);
        }
        expect(await arrived(to, fresh), point).toBe(true);
        expect([await works(old), await works(fresh)], point).toEqual([false, true]);
      }
    },
    10 * 60_000,
  );
});
