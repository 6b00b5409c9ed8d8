import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { getscu, movescu } from '../lib/dcmtk.ts';
import { fetchOurs } from '../lib/fetch-ours.ts';
import { scratch } from '../lib/folders.ts';
import { freePort, startOrthanc } from '../lib/orthanc.ts';
import { rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { ctFiles, syntheticCt } from '../lib/synthetic-ct.ts';

// A study from Orthanc into the store, encrypted, hashed, indexed and durable, beside DCMTK writing plain files. Images a second.

const WARM_SLICES = 60;
const LANES = 4;
const HOST = '127.0.0.1';
type Way = 'wado' | 'get' | 'move';
const WAYS: readonly Way[] = ['wado', 'get', 'move'];

export async function run({ rounds, quick }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 200 : 1000, 1);
  const warm = syntheticCt(WARM_SLICES, 9);
  const [ours, theirs] = [await freePort(), await freePort()];
  const orthanc = await startOrthanc({
    durable: false,
    settings: {
      DicomAlwaysAllowGet: true,
      DicomAlwaysAllowMove: true,
      DicomModalities: { own: ['NIGHTJAR', HOST, ours], peer: ['MOVESCU', HOST, theirs] },
    },
  });
  const plain = scratch('plain-files');
  try {
    await orthanc.post([...ctFiles(ct), ...ctFiles(warm)], LANES);
    const from = { host: HOST, port: orthanc.dicomPort };
    const folder = path.join(plain.dir, 'got');
    const samples: Record<Way, { ours: number[]; peer: number[] }> = {
      wado: { ours: [], peer: [] },
      get: { ours: [], peer: [] },
      move: { ours: [], peer: [] },
    };
    for (let round = 0; round < rounds; round += 1) {
      for (const way of WAYS) {
        say(`round ${round + 1} of ${rounds}: ${way}`);
        const settings = way === 'wado' ? web(`${orthanc.url}/dicom-web`) : dimse(orthanc.dicomPort, ours, way);
        const { seconds, received } = await fetchOurs(settings, way, warm.studyUid, ct.studyUid);
        if (received !== ct.slices) throw new Error(`${received} of ${ct.slices} images came by ${way}`);
        samples[way].ours.push(ct.slices / seconds);
        const peer =
          way === 'move' ? await movescu(from, theirs, ct.studyUid, folder) : await getscu(from, ct.studyUid, folder);
        const written = readdirSync(folder).length;
        if (written !== ct.slices) throw new Error(`the peer wrote ${written} of ${ct.slices} files`);
        samples[way].peer.push(ct.slices / peer);
      }
    }
    const row = (name: string, way: Way, target: number) =>
      rowOf({ name, unit: 'images/s', target, better: 'higher', ...samples[way] });
    return {
      task: 'retrieve',
      rows: [
        row('a CT from Orthanc by WADO-RS, beside getscu', 'wado', 0.8),
        row('the same by C-GET, beside getscu', 'get', 0.5),
        row('the same by C-MOVE, beside movescu', 'move', 0.5),
      ],
      notes: [
        `${ct.slices} slices of 526 KB on loopback; ours encrypts, hashes, indexes and syncs each, DCMTK writes plain files unsynced`,
        `ours is a station that runs: it has fetched ${WARM_SLICES} slices of another study before; the start of DCMTK is some 10 ms`,
      ],
      versions: { orthanc: orthanc.version, dcmtk: '3.6.7' },
    };
  } finally {
    await orthanc.stop();
    plain.remove();
  }
}

function web(url: string): object {
  return { kind: 'dicomweb', name: 'Bench', site: 'Bench', url };
}

function dimse(port: number, own: number, preferred: 'get' | 'move'): object {
  return {
    ...{ kind: 'dimse', name: 'Bench', site: 'Bench', host: HOST, port, calledAe: 'ORTHANC', callingAe: 'NIGHTJAR' },
    ...{ preferred, receiver: { ae: 'NIGHTJAR', host: HOST, port: own } },
  };
}
