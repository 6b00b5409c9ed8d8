import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import { makeCheapStore } from '../../faults/ingest/cheap-store.ts';
import { openTestStation, PASSPHRASE } from '../../faults/ingest/programs/open-station.ts';
import { ctFiles, syntheticCt } from '../lib/synthetic-ct.ts';

/*
 * The whole way of a CT of 300 slices to another station: from the encrypted store into a package (every picture read, found true, cleaned and
 * sealed), and from the package into the other store; beside a copy of the same file with fsync, and beside `openssl enc`, each in turn:
 * `node_modules/node/bin/node test/bench/packages/exchange-speed.ts [ROUNDS]`.
 */
const SLICES = 300;
/** Of a study that is there before. */
const WARM = 256;
const rounds = Number(process.argv[2] ?? 3);
const folder = mkdtempSync(path.join(os.tmpdir(), 'nightjar-exchange-'));
const times = new Map<string, number[]>();
const Sent = z.object({ file: z.string(), bytes: z.number() });

async function timed<T>(what: string, bytes: number, work: () => Promise<T> | T): Promise<T> {
  const began = performance.now();
  const made = await work();
  const rate = bytes / 1000 / (performance.now() - began);
  times.set(what, [...(times.get(what) ?? []), rate]);
  return made;
}

async function copy(from: string, to: string): Promise<void> {
  const [source, target] = [await open(from, 'r'), await open(to, 'w')];
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, buffer.length);
    if (bytesRead === 0) break;
    await target.write(buffer, 0, bytesRead);
  }
  await target.sync();
  await Promise.all([source.close(), target.close()]);
}

async function asked<T>(station: Station, name: string, request: unknown): Promise<T> {
  const envelope = await station.call(name, request);
  if (!envelope.ok) throw new Error(`${name}: ${envelope.error.code}`);
  return envelope.value as T;
}

async function enrolled(here: Station, there: Station, name: string): Promise<void> {
  const { card, fingerprint } = await asked<Response<'review.card'>>(there, 'review.card', {});
  await asked(here, 'review.enrol', { name, site: 'Elsewhere', card, fingerprint, days: 30 });
}

/** Whoever is there runs programmes too. */
async function coordinator(station: Station): Promise<void> {
  const { people } = await asked<Response<'access.state'>>(station, 'access.state', {});
  const personId = people[0]?.personId;
  const roles = ['administrator', 'reader', 'coordinator'];
  await asked(station, 'people.setRoles', { personId, roles, proof: PASSPHRASE });
  await asked(station, 'access.lock', {});
  await asked(station, 'access.unlock', { personId, passphrase: PASSPHRASE });
}

/** A CT whose report came by a list, and a programme that draws it. */
async function practice(station: Station): Promise<void> {
  const ct = syntheticCt(SLICES, 7);
  const { jobs } = station.access.requireStore();
  await jobs.wait(station.rooms.startImport({ paths: [path.dirname(ctFiles(ct)[0] ?? '')], site: 'North' }));
  const list = path.join(folder, 'list.csv');
  const row = `R1,2026-11-20T10:00:00Z,Olga Other,CT,chest,${ct.studyUid},A nodule.`;
  writeFileSync(list, `report_id,signed_at,author,modality,region,study_uid,text\n${row}\n`);
  const bringing = { file: list, format: 'csv', site: 'North', zone: null } as const;
  await jobs.wait(station.rooms.reviewBring.start(bringing));
}

async function drawn(station: Station): Promise<void> {
  const { readers } = await asked<Response<'review.readers'>>(station, 'review.readers', {});
  const ben = readers.find(({ name }) => name.startsWith('Ben'));
  const { programmeId } = await asked<Response<'review.saveProgramme'>>(station, 'review.saveProgramme', {
    programmeId: null,
    content: {
      ...{ name: 'Chest', kind: 'radpeer', authors: 'everyone', pairs: 'everyone', reciprocal: false },
      windowDays: 3000,
      reviewers: [{ reader: ben?.reader, modalities: [], regions: [], most: null }],
      ...{ targeted: { flags: [], share: 0 }, strata: [], allocation: 'equal', quotas: [] },
      ...{ workloadDifference: 10, minimumN: 5, groupId: null },
    },
  });
  await asked(station, 'review.draw', { programmeId, seed: null, count: 1 });
}

/** Its processes and threads run, as at any station where somebody reads. */
async function atWork(station: Station): Promise<void> {
  const files = path.dirname(ctFiles(syntheticCt(WARM, 8))[0] ?? '');
  const jobId = station.rooms.startImport({ paths: [files], site: 'Elsewhere' });
  await station.access.requireStore().jobs.wait(jobId);
}

async function round(number: number, cora: Station): Promise<void> {
  const dir = path.join(folder, `ben-${number}`);
  await makeCheapStore(dir);
  const ben = await openTestStation(dir);
  try {
    const out = path.join(folder, `out-${number}`);
    mkdirSync(out);
    await atWork(ben);
    await enrolled(cora, ben, 'Ben');
    await enrolled(ben, cora, 'Cora');
    if (number === 0) await drawn(cora);
    else for (const { packageId } of cora.rooms.packages.packages().packages) cora.rooms.packages.again(packageId);
    const wanted = { peer: 'Ben', kind: 'cases', programmeId: null, folder: out, days: 30 } as const;
    const began = performance.now();
    const { file, bytes } = Sent.parse(
      await cora.access.requireStore().jobs.wait(await cora.rooms.packages.send(wanted)),
    );
    times.set('made', [...(times.get('made') ?? []), bytes / 1000 / (performance.now() - began)]);
    await timed('taken', bytes, () => ben.access.requireStore().jobs.wait(ben.rooms.packages.take(file)));
    await timed('copy and fsync', bytes, () => copy(file, `${file}.copy`));
    await timed('openssl enc -aes-256-ctr', bytes, () => {
      const args = ['enc', '-aes-256-ctr', '-pbkdf2', '-pass', 'pass:x', '-in', file, '-out', `${file}.enc`];
      if (spawnSync('openssl', args).status !== 0) process.stdout.write('openssl is not here\n');
    });
    if (statSync(file).size < SLICES * 500_000) throw new Error('the pictures are not in the package');
  } finally {
    await ben.close();
  }
  for (const name of readdirSync(folder).filter((one) => /^(out|ben)-/.test(one)))
    rmSync(path.join(folder, name), { recursive: true, force: true });
}

const home = path.join(folder, 'cora');
await makeCheapStore(home);
const cora = await openTestStation(home);
try {
  await coordinator(cora);
  await practice(cora);
  for (let number = 0; number < rounds; number += 1) await round(number, cora);
  for (const [what, all] of times) {
    const rates = all.map((rate) => Math.round(rate)).sort((a, b) => a - b);
    process.stdout.write(`${what}: median ${rates[rates.length >> 1]} MB/s (${rates.join(', ')})\n`);
  }
} finally {
  await cora.close();
  rmSync(folder, { recursive: true, force: true });
}
