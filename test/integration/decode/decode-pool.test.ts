import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { DecodePool } from '../../../electron/station/dicom/decode/decode-pool.ts';
import { residentBytes } from '../../../electron/station/dicom/decode/resident-memory.ts';
import type { FramePriority } from '../../../shared/contract/frames.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { newObjectId, readBytes, realPool } from './decoders.ts';

const HOSTILE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'hostile-decoder.ts');
const nothing = async (): Promise<Uint8Array> => new Uint8Array(1);

let pool: DecodePool | null = null;
afterEach(() => pool?.close());

function hostile(options: Parameters<typeof realPool>[0] = {}): DecodePool {
  pool = realPool({ processes: 1, ...options }, HOSTILE);
  return pool;
}

function ask(
  from: DecodePool,
  frame: number,
  priority: FramePriority | (() => FramePriority) = 'near',
  signal?: AbortSignal,
): ReturnType<DecodePool['decode']> {
  return from.decode({ objectId: newObjectId(), frame, form: 'stored', priority, load: nothing, signal });
}

describe('decode pool', () => {
  it('refuses a frame that killed its process twice, and goes on with a new one', async () => {
    const own = hostile();
    const objectId = newObjectId();
    let loads = 0;
    const load = (): Promise<Uint8Array> => {
      loads += 1;
      return nothing();
    };
    const request = { objectId, frame: 13, form: 'stored', priority: 'shown', load } as const;
    await expect(own.decode(request)).rejects.toMatchObject({ code: 'process/died' });
    expect(loads).toBe(2);
    await expect(ask(own, 1)).resolves.toMatchObject({ header: { frame: 1 } });
    const [pid] = own.pids;
    await expect(own.decode(request)).rejects.toMatchObject({ code: 'process/died' });
    expect(own.pids).toEqual([pid]);
  });

  it('kills a process that passes its deadline', async () => {
    const own = hostile({ frameDeadlineMs: 1500 });
    await expect(ask(own, 14)).rejects.toMatchObject({ code: 'process/timeout' });
    await expect(ask(own, 2)).resolves.toMatchObject({ header: { frame: 2 } });
  });

  it.runIf(process.platform === 'linux')('kills a process that takes too much memory', async () => {
    const own = hostile({ residentLimitMb: 400 });
    await expect(ask(own, 15)).rejects.toMatchObject({ code: 'process/memory' });
    await expect(ask(own, 3)).resolves.toMatchObject({ header: { frame: 3 } });
  });

  it('lets end at a lock what is proved behind it, ends what a window waits for, and keeps no process', async () => {
    const own = hostile({ processes: 2 });
    let give: () => void = () => undefined;
    const load = (): Promise<Uint8Array> =>
      new Promise((resolve) => {
        give = () => resolve(new Uint8Array(1));
      });
    const proved = own.decode({ objectId: newObjectId(), frame: 1, form: 'stored', priority: 'idle', load });
    // This one never answers.
    const refused = expect(ask(own, 14, 'shown')).rejects.toMatchObject({ code: 'request/cancelled' });
    await expect.poll(() => own.pids.length).toBe(1);
    own.dropAttended();
    await refused;
    give();
    await expect(proved).resolves.toMatchObject({ header: { frame: 1 } });
    expect(own.pids).toEqual([]);
    await expect(ask(own, 2)).resolves.toMatchObject({ header: { frame: 2 } });
  });

  it('never passes on a frame that was not asked for', async () => {
    await expect(ask(hostile(), 16)).rejects.toMatchObject({ code: 'internal/bug' });
  });

  it('takes the most urgent work first, also when its priority changes while it waits', async () => {
    const own = hostile();
    const order: number[] = [];
    let late: FramePriority = 'idle';
    const first = ask(own, 200, 'idle');
    const rest = [
      ask(own, 4, 'idle'),
      ask(own, 5, 'ahead'),
      ask(own, 6, 'shown'),
      ask(own, 7, () => late),
      ask(own, 8, 'near'),
    ].map((work) => work.then((frame) => order.push(frame.header.frame)));
    late = 'shown';
    await Promise.all([first, ...rest]);
    expect(order).toEqual([6, 7, 8, 5, 4]);
  });

  it('gives up waiting work when its asker does', async () => {
    const own = hostile();
    const running = ask(own, 100);
    const abort = new AbortController();
    const waiting = ask(own, 9, 'near', abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'request/cancelled' });
    await expect(running).resolves.toMatchObject({ header: { frame: 100 } });
  });

  it('fails everything as cancelled when it is closed', async () => {
    const own = hostile();
    await ask(own, 1);
    const works = [ask(own, 900), ask(own, 9)].map((work) => work.catch((error: unknown) => error));
    await own.close();
    for (const outcome of await Promise.all(works)) expect(outcome).toMatchObject({ code: 'request/cancelled' });
  });
});

const FRAMES = Number(process.env['NIGHTJAR_HTJ2K_FRAMES'] ?? '300');

describe.skipIf(!hasTestdata() || process.platform !== 'linux')('memory of a decoder', () => {
  it('stays flat over many HTJ2K frames', async () => {
    pool = realPool({ processes: 1 });
    const own = pool;
    const objectId = newObjectId();
    const bytes = readBytes(testdata('derived/htj2k/ct-201.dcm'));
    const request = { objectId, frame: 1, form: 'stored', priority: 'shown', load: async () => bytes } as const;
    const run = async (count: number): Promise<number> => {
      for (let i = 0; i < count; i += 1) await own.decode(request);
      return (await residentBytes(own.pids[0] ?? 0)) ?? 0;
    };
    const settled = await run(100);
    const after = await run(FRAMES);
    // A decoder that is never freed keeps about 0.8 MB a frame of this size: 240 MB over 300 frames.
    expect(settled).toBeGreaterThan(0);
    expect(after - settled).toBeLessThan(100 * 1024 * 1024);
  });
});
