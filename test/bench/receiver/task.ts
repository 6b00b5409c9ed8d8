import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { PASSPHRASE } from '../../e2e/helpers/launch.ts';
import { listening } from '../../helpers/listening.ts';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { NO_DELAY, storescu } from '../lib/dcmtk.ts';
import type { Place } from '../lib/dcmtk.ts';
import { scratch } from '../lib/folders.ts';
import { freePort, startOrthanc } from '../lib/orthanc.ts';
import { rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { syntheticCt } from '../lib/synthetic-ct.ts';

// B6: what storescu pushes, image by image on one association: our receiver, Orthanc and storescp in turn. Images a second.

const HOST = '127.0.0.1';
/** Pushed before the clock runs: processes and threads are there then. */
const WARM_SLICES = 60;
const here = path.dirname(fileURLToPath(import.meta.url));

interface Taker {
  readonly place: Place;
  /** How many objects it has. */
  stop(): Promise<number>;
}

export async function run({ rounds, quick }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 200 : 1000, 1);
  const warm = syntheticCt(WARM_SLICES, 9);
  const rates: { ours: number[]; orthanc: number[]; storescp: number[] } = { ours: [], orthanc: [], storescp: [] };
  let version = '';
  const takers = { ours, orthanc, storescp };
  async function orthanc(): Promise<Taker> {
    const server = await startOrthanc({ durable: true });
    version = server.version;
    const stop = async (): Promise<number> => {
      try {
        return z.object({ CountInstances: z.number() }).parse(await server.get('/statistics')).CountInstances;
      } finally {
        await server.stop();
      }
    };
    return { place: { host: HOST, port: server.dicomPort }, stop };
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['ours', 'orthanc', 'storescp'] as const) {
      say(`round ${round + 1} of ${rounds}: ${name}`);
      const taker = await takers[name]();
      let got = 0;
      try {
        await storescu(taker.place, warm.folder);
        rates[name].push(ct.slices / (await storescu(taker.place, ct.folder)));
      } finally {
        got = await taker.stop();
      }
      if (got !== ct.slices + warm.slices) throw new Error(`${name} has ${got} images`);
    }
  }
  const row = (name: string, peer: readonly number[], target: number) =>
    rowOf({ name, unit: 'images/s', target, better: 'higher', ours: rates.ours, peer });
  return {
    task: 'receiver',
    rows: [
      row('B6 what storescu pushes, beside Orthanc', rates.orthanc, 2),
      row('the same beside storescp', rates.storescp, 0.4),
    ],
    notes: [
      `${ct.slices} slices of 526 KB on one association, each sent when the one before was answered; ours answers when it is durable, encrypted, hashed and indexed`,
      'Orthanc syncs its storage area; storescp writes plain files unsynced',
      `all have taken ${WARM_SLICES} slices of another study before the clock runs; the start of storescu is some 10 ms`,
    ],
    versions: { orthanc: version, dcmtk: '3.6.7' },
  };
}

async function ours(): Promise<Taker> {
  const store = scratch('receiver');
  const port = await freePort();
  const settings = {
    ...{
      kind: 'dimse',
      name: 'Bench',
      site: 'Bench',
      host: HOST,
      port: 1,
      calledAe: 'STORESCU',
      callingAe: 'NIGHTJAR',
    },
    receiver: { ae: 'NIGHTJAR', host: HOST, port },
  };
  const program = path.join(here, 'receiver-program.ts');
  const child = spawn(process.execPath, [program, path.join(store.dir, 'store'), JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE },
  });
  const ended = endOf(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  await listening(port, child);
  const stop = async (): Promise<number> => {
    try {
      child.stdin.end();
      const { value } = await lines.next();
      return z.object({ objects: z.number() }).parse(JSON.parse(String(value))).objects;
    } finally {
      await ended;
      store.remove();
    }
  };
  return { place: { host: HOST, port, called: 'NIGHTJAR' }, stop };
}

async function storescp(): Promise<Taker> {
  const plain = scratch('storescp');
  const port = await freePort();
  const child = spawn('storescp', ['-od', plain.dir, String(port)], {
    stdio: 'ignore',
    env: { ...process.env, ...NO_DELAY },
  });
  const ended = endOf(child);
  await listening(port, child);
  const stop = async (): Promise<number> => {
    child.kill();
    await ended;
    const files = readdirSync(plain.dir).length;
    plain.remove();
    return files;
  };
  return { place: { host: HOST, port }, stop };
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('close', () => resolve()));
}
