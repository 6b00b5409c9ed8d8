import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { PASSPHRASE } from '../../e2e/helpers/launch.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { filledOnce, scratch } from '../lib/folders.ts';
import { openNightjar } from '../lib/nightjar.ts';
import { OHIF_VERSION, startOhif } from '../lib/ohif.ts';
import { orthancVersion, startOrthanc } from '../lib/orthanc.ts';
import type { Orthanc } from '../lib/orthanc.ts';
import { rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';

// B4: from the start of the program to the first row of a long list. Ours unlocks its store on the way (the passphrase is
// typed by the machine); the peer is a browser that loads OHIF, in front of an Orthanc that runs already.

const OURS = 100_000;
/** Orthanc takes its studies one by one: more would not fit into the time of a task. */
const THEIRS = 20_000;
const LANES = 4;
const ROW_MS = 120_000;

const Filled = z.object({ studies: z.number() });

export async function run({ rounds, quick }: BenchOptions): Promise<BenchResult> {
  const [ourStudies, theirStudies] = quick ? [2000, 200] : [OURS, THEIRS];
  const store = scratch('cold-start');
  const peerStore = scratch('cold-start-peer');
  say(`the peer gets ${theirStudies} studies of one instance`);
  const storage = await filledPeer(peerStore.dir, theirStudies);
  const orthanc = await startOrthanc({ durable: false, storage });
  const samples: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  try {
    say(`our store gets ${ourStudies} studies`);
    fillOurs(store.dir, ourStudies);
    for (let round = 0; round < rounds; round += 1) {
      samples.ours.push(await startOurs(store.dir, ourStudies));
      samples.peer.push(await startPeer(orthanc));
      say(`round ${round + 1}: ${samples.ours.at(-1)?.toFixed(0)} and ${samples.peer.at(-1)?.toFixed(0)} ms`);
    }
    const name = `B4 start to a list of ${ourStudies} studies (peer: ${theirStudies})`;
    return {
      task: 'cold-start',
      rows: [rowOf({ name, unit: 'ms', target: 0.5, better: 'lower', ...samples })],
      notes: [
        'both from the start of the process to the first row, files in the system’s page cache; ours derives its key from the passphrase on the way',
        `the peer has a list of ${theirStudies} one-instance studies, a fifth of ours at most`,
      ],
      versions: { ohif: OHIF_VERSION, orthanc: orthanc.version },
    };
  } finally {
    await orthanc.stop();
    peerStore.remove();
    store.remove();
  }
}

function fillOurs(dir: string, studies: number): void {
  const program = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fill-program.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, dir, String(studies)], {
    encoding: 'utf8',
    env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE },
  });
  if (status !== 0) throw new Error(`the store could not be filled: ${stderr}`);
  if (Filled.parse(JSON.parse(stdout)).studies !== studies) throw new Error('the store has another number of studies');
}

/** Orthanc takes its studies one by one, which takes minutes: it keeps them for the next run. */
async function filledPeer(dir: string, studies: number): Promise<string> {
  const storage = path.join(dir, 'db');
  const recipe = [String(studies), String(oneInstance), orthancVersion()];
  await filledOnce('orthanc-list', recipe, storage, async (folder) => {
    const orthanc = await startOrthanc({ durable: false, storage: folder });
    try {
      await orthanc.postMade(
        Array.from({ length: studies }, (_, place) => () => oneInstance(place)),
        LANES,
      );
    } finally {
      await orthanc.stop();
    }
  });
  return storage;
}

function oneInstance(place: number): Uint8Array {
  return ctImage([
    element(0x00080018, 'UI', `1.2.826.0.${place}.1.1`),
    element(0x0020000d, 'UI', `1.2.826.0.${place}`),
    element(0x0020000e, 'UI', `1.2.826.0.${place}.1`),
    element(0x00100010, 'PN', `BENCH^CT${place}`),
    element(0x00100020, 'LO', `BENCH${place}`),
  ]);
}

async function startOurs(dataDir: string, studies: number): Promise<number> {
  const begin = performance.now();
  const { page, close } = await openNightjar(dataDir);
  try {
    await page.locator('[role="row"][data-study-uid]').first().waitFor({ timeout: ROW_MS });
    const took = performance.now() - begin;
    const rows = Number(await page.getByRole('grid', { name: 'Worklist' }).getAttribute('aria-rowcount')) - 1;
    if (rows <= 0 || rows > studies) throw new Error(`the list has ${rows} rows`);
    return took;
  } finally {
    await close();
  }
}

async function startPeer(orthanc: Orthanc): Promise<number> {
  const begin = performance.now();
  const { page, stop } = await startOhif(orthanc, { cpu: true });
  try {
    await page.getByRole('row').filter({ hasText: 'BENCH' }).first().waitFor({ timeout: ROW_MS });
    return performance.now() - begin;
  } finally {
    await stop();
  }
}
