import { spawn } from 'node:child_process';
import { readFileSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { STATION_ENV, STATION_FLAGS } from '../../../scripts/lib/station-node.mjs';
import { PASSPHRASE } from '../../e2e/helpers/launch.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { scratch } from '../lib/folders.ts';
import { median, rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { IMAGE_BYTES, madeSite } from './made-site.ts';

// What the station takes up of memory while it fetches much more than it has: the command line as it is shipped, seen from outside.

const GB = 1e9;
const SERIES_IMAGES = 1000;
const EVERY_MS = 500;

/** NIGHTJAR_LONG=1: 10 GB, for which the disk needs as much room. */
export async function run({ quick }: BenchOptions): Promise<BenchResult> {
  const wanted = quick ? 0.3 * GB : process.env['NIGHTJAR_LONG'] === '1' ? 10 * GB : 2 * GB;
  const images = quick ? 100 : SERIES_IMAGES;
  const series = Math.ceil(wanted / IMAGE_BYTES / images);
  const store = scratch('arrivals');
  const site = await madeSite(series, images);
  try {
    const bytes = series * images * IMAGE_BYTES;
    const { bavail, bsize } = statfsSync(store.dir);
    if (bavail * bsize < 1.2 * bytes) throw new Error(`the disk has no room for ${(bytes / GB).toFixed(1)} GB`);
    const data = ['--data', path.join(store.dir, 'store')];
    await nightjar(['source', 'add', '--name', 'Made', '--kind', 'dicomweb', '--url', site.url, ...data]);
    const begin = performance.now();
    const { output, resident } = await nightjar([
      'source',
      'retrieve',
      '--name',
      'Made',
      '--study',
      site.studyUid,
      ...data,
    ]);
    const seconds = (performance.now() - begin) / 1000;
    const { instances } = z.object({ instances: z.number() }).parse(JSON.parse(output));
    if (instances !== series * images) throw new Error(`${instances} of ${series * images} images came`);
    say(`${(bytes / GB).toFixed(1)} GB in ${seconds.toFixed(0)} s`);
    const quarter = (at: number): number =>
      median(resident.slice((at * resident.length) / 4, ((at + 1) * resident.length) / 4)) ?? 0;
    const row = (name: string, target: number, value: number) =>
      rowOf({ name, unit: 'MB', target, better: 'lower', ours: [value], peer: [], absolute: true });
    return {
      task: 'arrivals',
      rows: [
        row(`most memory of the station while ${(bytes / GB).toFixed(1)} GB come`, 300, Math.max(...resident)),
        row('its growth from the second quarter to the last', 16, quarter(3) - quarter(1)),
      ],
      notes: [
        `${series * images} images of 524 KB by WADO-RS from a server that makes them while it sends; proportional set size of the process, every ${EVERY_MS} ms`,
        `median of the quarters: ${[0, 1, 2, 3].map((at) => quarter(at).toFixed(0)).join(', ')} MB; NIGHTJAR_LONG=1 fetches 10 GB`,
      ],
    };
  } finally {
    await site.stop();
    store.remove();
  }
}

/** One command of the built program. Its resident memory in MB, over its time. */
function nightjar(args: readonly string[]): Promise<{ readonly output: string; readonly resident: readonly number[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [...STATION_FLAGS, path.join(projectRoot, 'dist', 'node', 'cli.mjs'), ...args],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, ...STATION_ENV, NIGHTJAR_PASSPHRASE: PASSPHRASE },
      },
    );
    const resident: number[] = [];
    const watch = setInterval(() => resident.push(...residentMb(child.pid ?? 0)), EVERY_MS);
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(watch);
      if (code === 0) resolve({ output, resident });
      else reject(new Error(`${args[0]} ${args[1]} ended with ${code}: ${output}`));
    });
  });
}

/** Proportional set size: pages of the program that others run, too, count in part. Nothing of a process that has just ended. */
function residentMb(pid: number): readonly number[] {
  try {
    const kb = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return kb === undefined ? [] : [(Number(kb) * 1024) / 1e6];
  } catch {
    return [];
  }
}
