import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startOrthanc } from '../../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../../bench/lib/orthanc.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { projectRoot } from '../../../helpers/runtime.ts';
import { CLI_FILE, PASSPHRASE, runCli } from '../../helpers/run-cli.ts';
import type { Held } from './file-source.ts';
import { hashes, makeStudy } from './transfer-fixture.ts';

/** `npm test` kills three times, the long run thirty. */
const KILLS = process.env['NIGHTJAR_LONG'] === undefined ? 3 : 30;
const IMAGES = 120;

describe.skipIf(!hasPeer('Orthanc'))('studies of an Orthanc, by the command line', () => {
  let orthanc: Orthanc;
  let dir: string;
  let data: string;
  let port: number;
  const small = makeStudy(1, 12);
  const large = makeStudy(1, IMAGES, { pixels: 65_536 });
  const [got, moved] = [makeStudy(1, 8), makeStudy(1, 8)];

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'nightjar-orthanc-'));
    data = path.join(dir, 'store');
    port = await freePort();
    const allowed = { DicomAlwaysAllowFind: true, DicomAlwaysAllowGet: true, DicomAlwaysAllowMove: true };
    const settings = { ...allowed, DicomModalities: { own: ['NIGHTJAR', '127.0.0.1', port] } };
    orthanc = await startOrthanc({ durable: false, settings });
    await orthanc.postMade(
      [...small, ...large, ...got, ...moved].map(
        ({ bytes }) =>
          () =>
            bytes,
      ),
      4,
    );
    const url = `${orthanc.url}/dicom-web`;
    const added = await runCli(['source', 'add', '--name', 'Anna', '--kind', 'dicomweb', '--url', url, '--data', data]);
    expect(added.documents).toMatchObject([{ source: { name: 'Anna', kind: 'dicomweb', secrets: [] } }]);
  }, 120_000);
  afterAll(async () => {
    await orthanc.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  const nightjar = (...words: readonly string[]) => runCli([...words, '--data', data]);
  const uidOf = (held: readonly Held[]): string => held[0]?.studyUid ?? '';
  const storedHashes = async (held: readonly Held[]): Promise<ReadonlyMap<string, string>> => {
    const found = new Map<string, string>();
    for (const seriesUid of new Set(held.map((one) => one.seriesUid))) {
      const { documents } = await nightjar('instances', '--series', seriesUid, '--lines');
      for (const one of documents as readonly { readonly sopUid: string; readonly sha256: string }[]) {
        found.set(one.sopUid, one.sha256);
      }
    }
    return found;
  };

  it('are found, and fetched byte for byte', async () => {
    const query = await nightjar('source', 'query', '--name', 'anna', '--study', uidOf(small));
    expect(query.documents).toMatchObject([
      { studies: [{ studyUid: uidOf(small), patientId: 'P1', patientName: 'DOE^JANE', instances: 12 }], more: false },
    ]);
    const end = await nightjar('source', 'retrieve', '--name', 'Anna', '--study', uidOf(small));
    expect([end.code, end.documents]).toEqual([0, [{ instances: 12, failed: [] }]]);
    expect(await storedHashes(small)).toEqual(hashes(small));
  });

  it('come by C-GET, and by C-MOVE to our own receiver', async () => {
    const where = ['--host', '127.0.0.1', '--port', String(orthanc.dicomPort), '--called', 'ORTHANC'];
    const here = ['--calling', 'NIGHTJAR', '--receiver-ae', 'NIGHTJAR', '--receiver-host', '127.0.0.1'];
    await nightjar(
      ...['source', 'add', '--name', 'Dimse', '--site', 'Anna', '--kind', 'dimse'],
      ...[...where, ...here, '--receiver-port', String(port)],
    );
    for (const [study, way] of [
      [got, 'get'],
      [moved, 'move'],
    ] as const) {
      const end = await nightjar('source', 'retrieve', '--name', 'Dimse', '--study', uidOf(study), '--by', way);
      expect([way, end.code, end.documents]).toEqual([way, 0, [{ instances: 8, failed: [] }]]);
    }
  });

  it(`go on at the missing image after the station was killed ${KILLS} times`, async () => {
    const words = ['source', 'retrieve', '--name', 'Anna', '--study', uidOf(large), '--data', data];
    let killed = 0;
    for (let turn = 0; turn < KILLS; turn += 1) {
      // Further on each time, so that every run has some of it.
      if (await killedAt(words, Math.floor(((turn + 1) * IMAGES) / (KILLS + 2)))) killed += 1;
    }
    expect(killed).toBeGreaterThan(0);
    const end = await nightjar('source', 'retrieve', '--name', 'Anna', '--study', uidOf(large));
    expect([end.code, end.documents]).toEqual([0, [{ instances: IMAGES, failed: [] }]]);
    expect(await storedHashes(large)).toEqual(hashes(large));
    const verified = await nightjar('verify');
    expect(verified.documents).toMatchObject([{ checked: 12 + 8 + 8 + IMAGES, bad: [] }]);
  }, 600_000);
});

/** Runs `nightjar …` until it says that so many images are here, then ends it without warning. False: it was done before. */
function killedAt(words: readonly string[], images: number): Promise<boolean> {
  const child = spawn(process.execPath, [CLI_FILE, ...words], {
    cwd: projectRoot,
    env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const last = [...text.matchAll(/^(\d+)(?: of \d+)? images, ([\d.]+) MB/gm)].at(-1);
    if (Number(last?.[1] ?? 0) >= images || Number(last?.[2] ?? 0) > images * 0.13) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_code, signal) => resolve(signal === 'SIGKILL'));
  });
}
