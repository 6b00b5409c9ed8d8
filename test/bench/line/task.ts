import type { BenchOptions, BenchResult } from '../contract.ts';
import { fetchOurs } from '../lib/fetch-ours.ts';
import { startOrthanc } from '../lib/orthanc.ts';
import { rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { ctFiles, syntheticCt } from '../lib/synthetic-ct.ts';
import { openTestLine } from '../../helpers/test-line.ts';

// B8: a study over a home line of 100 Mbit/s and 40 ms there and back: how much of the line it fills.

const BYTES_PER_SECOND = 100e6 / 8;
const ROUND_TRIP_MS = 40;
const WARM_SLICES = 60;
const HOST = '127.0.0.1';
type Way = 'wado' | 'get';

export async function run({ rounds, quick }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 60 : 300, 1);
  const warm = syntheticCt(quick ? 10 : WARM_SLICES, 9);
  const orthanc = await startOrthanc({
    durable: false,
    settings: { DicomAlwaysAllowGet: true, DicomAlwaysAllowFind: true },
  });
  const rate = { bytesPerSecond: BYTES_PER_SECOND, roundTripMs: ROUND_TRIP_MS };
  const web = await openTestLine({ to: { host: HOST, port: Number(new URL(orthanc.url).port) }, ...rate });
  const dimse = await openTestLine({ to: { host: HOST, port: orthanc.dicomPort }, ...rate });
  try {
    await orthanc.post([...ctFiles(ct), ...ctFiles(warm)], 4);
    const settings: Record<Way, object> = {
      wado: {
        kind: 'dicomweb',
        name: 'Bench',
        site: 'Bench',
        url: `http://${HOST}:${web.port}/dicom-web`,
        parallel: 6,
      },
      get: {
        ...{ kind: 'dimse', name: 'Bench', site: 'Bench', host: HOST, port: dimse.port, calledAe: 'ORTHANC' },
        ...{ callingAe: 'NIGHTJAR', maxAssociations: 6 },
      },
    };
    const samples: Record<Way, number[]> = { wado: [], get: [] };
    const bytes = ct.slices * 512 * 1024;
    for (let round = 0; round < rounds; round += 1) {
      for (const way of ['wado', 'get'] as const) {
        say(`round ${round + 1} of ${rounds}: ${way}`);
        const { seconds, received } = await fetchOurs(settings[way], way, warm.studyUid, ct.studyUid);
        if (received !== ct.slices) throw new Error(`${received} of ${ct.slices} images came by ${way}`);
        samples[way].push(bytes / seconds / BYTES_PER_SECOND);
      }
    }
    const row = (name: string, way: Way) =>
      rowOf({ name, unit: 'of the line', target: 0.9, better: 'higher', ours: samples[way], peer: [], absolute: true });
    return {
      task: 'line',
      rows: [row('B8 WADO-RS over 100 Mbit/s and 40 ms', 'wado'), row('B8 C-GET over the same', 'get')],
      notes: [`${ct.slices} slices of 512 KB of pixels; the proxy holds 1 MB a connection`],
      versions: { orthanc: orthanc.version },
    };
  } finally {
    await Promise.all([web.close(), dimse.close()]);
    await orthanc.stop();
  }
}
