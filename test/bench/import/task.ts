import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { PASSPHRASE } from '../../e2e/helpers/launch.ts';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { scratch } from '../lib/folders.ts';
import { startOrthanc } from '../lib/orthanc.ts';
import { rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { ctFiles, syntheticCt } from '../lib/synthetic-ct.ts';
import type { SyntheticCt } from '../lib/synthetic-ct.ts';

// B7: a folder into the store (durable, encrypted, indexed) beside Orthanc taking the same files, and headers alone beside
// dcmqridx. Rates in files a second.

const here = path.dirname(fileURLToPath(import.meta.url));
const LANES = 4;
/** Imported before the clock runs: enough for every process and thread to be there. */
const WARM_SLICES = 60;

const Imported = z.object({ seconds: z.number(), imported: z.number(), lagP99Ms: z.number() });
const Indexed = z.object({ seconds: z.number(), rows: z.number() });

export async function run({ rounds, quick }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 200 : 1000, 1);
  const warm = syntheticCt(WARM_SLICES, 9);
  const files = ctFiles(ct);
  const rate = (seconds: number): number => files.length / seconds;
  const imports: { ours: number[]; peer: number[]; lag: number[] } = { ours: [], peer: [], lag: [] };
  const indexes: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  let version = '';
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${round + 1} of ${rounds}`);
    const { seconds, lagP99Ms } = await importOurs(ct, warm);
    imports.ours.push(rate(seconds));
    imports.lag.push(lagP99Ms);
    const peer = await importPeer(ct);
    imports.peer.push(rate(peer.seconds));
    version = peer.version;
    indexes.ours.push(rate(await indexOurs(files)));
    indexes.peer.push(rate(indexPeer(files)));
  }
  const unit = 'files/s';
  return {
    task: 'import',
    rows: [
      rowOf({ name: 'B7 folder import, durable', unit, target: 2, better: 'higher', ...imports }),
      rowOf({ name: 'header index alone', unit, target: 3, better: 'higher', ...indexes }),
      rowOf({
        name: 'loop lag of the station while importing, p99',
        unit: 'ms',
        target: 50,
        better: 'lower',
        ours: imports.lag,
        peer: [],
        absolute: true,
      }),
    ],
    notes: [
      `${files.length} slices of 526 KB; the peer takes them by REST over ${LANES} kept-alive connections, its storage area synced`,
      `both are running servers: ours has imported ${WARM_SLICES} files of another study before the clock runs`,
      'ours encrypts each object besides; the peer of the index is dcmqridx with its start (some 10 ms), ours without the start of Node',
    ],
    versions: { orthanc: version, dcmtk: '3.6.7' },
  };
}

async function importOurs(ct: SyntheticCt, warm: SyntheticCt): Promise<z.infer<typeof Imported>> {
  const store = scratch('import');
  try {
    const place = path.join(store.dir, 'store');
    const answer = Imported.parse(await program('import-program.ts', [place, ct.folder, warm.folder]));
    if (answer.imported !== ct.slices) throw new Error(`${answer.imported} of ${ct.slices} files were imported`);
    return answer;
  } finally {
    store.remove();
  }
}

async function importPeer(ct: SyntheticCt): Promise<{ readonly seconds: number; readonly version: string }> {
  const orthanc = await startOrthanc({ durable: true });
  try {
    const begin = performance.now();
    await orthanc.post(ctFiles(ct), LANES);
    const seconds = (performance.now() - begin) / 1000;
    const { CountInstances: stored } = z.object({ CountInstances: z.number() }).parse(await orthanc.get('/statistics'));
    if (stored !== ct.slices) throw new Error(`the peer holds ${stored} of ${ct.slices} files`);
    return { seconds, version: orthanc.version };
  } finally {
    await orthanc.stop();
  }
}

async function indexOurs(files: readonly string[]): Promise<number> {
  const { seconds, rows } = Indexed.parse(await program('index-program.ts', files));
  if (rows !== files.length) throw new Error(`${rows} of ${files.length} files were indexed`);
  return seconds;
}

function indexPeer(files: readonly string[]): number {
  const area = scratch('dcmqridx');
  try {
    mkdirSync(area.dir, { recursive: true });
    const begin = performance.now();
    const { status, stderr } = spawnSync('dcmqridx', ['-q', area.dir, ...files], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`dcmqridx ended with ${status}: ${stderr}`);
    return (performance.now() - begin) / 1000;
  } finally {
    area.remove();
  }
}

/** Runs a program of this folder on our Node; gives the JSON that it prints. */
function program(name: string, args: readonly string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(here, name), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output));
      else reject(new Error(`${name} ended with ${code}`));
    });
  });
}
