import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import { startOrthanc } from '../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../bench/lib/orthanc.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { makeCheapStore } from '../ingest/cheap-store.ts';
import { openTestStation, PASSPHRASE } from '../ingest/programs/open-station.ts';
import { runProgramAt } from '../ingest/station-program.ts';
import { answer } from '../store/station-fixture.ts';

const KILLS = process.env['NIGHTJAR_LONG'] === undefined ? 5 : 50;
const program = path.join(import.meta.dirname, 'programs', 'post-package.ts');
/** A study whose package has three parts. */
const SIDE = 4096;
const IMAGES = 2;
const PARTS = 3;

describe.skipIf(!hasPeer('Orthanc'))('a package on its way through a node', () => {
  let orthanc: Orthanc;
  beforeAll(async () => {
    const settings = { DicomAlwaysAllowFind: true, DicomAlwaysAllowGet: true };
    orthanc = await startOrthanc({ durable: false, settings });
  }, 60_000);
  afterAll(() => orthanc.stop());

  it(
    `is there once and whole, and taken once, though both ends are killed ${KILLS} times`,
    async () => {
      const folder = await tempDir();
      const env = { NODE_COMPILE_CACHE: await tempDir() };
      const [cora, ben] = [path.join(folder, 'cora'), path.join(folder, 'ben')];
      await prepared({ cora, ben, folder }, `${orthanc.url}/dicom-web`);
      const killed = async (args: readonly string[]): Promise<void> => {
        for (let kills = 0; kills < KILLS; kills += 1) {
          // By turns: while it is made or joined, at a part, and a little after one.
          const end = await runProgramAt(program, args, {
            env,
            onLine: (line, kill) => {
              if (kills % 3 === 0 ? 'opened' in line : 'done' in line)
                kill(Math.random() * (kills % 3 === 1 ? 5 : 700));
            },
          });
          expect(end.stderr).toBe('');
          expect(((await orthanc.get('/instances')) as readonly string[]).length).toBeLessThanOrEqual(PARTS);
        }
      };
      await killed([cora, 'Ben', 'Exchange']);
      const sent = await runProgramAt(program, [cora, 'Ben', 'Exchange'], { env });
      expect(sent.lines).toContainEqual({ closed: true });
      expect(sent.lines.filter((line) => 'failed' in line)).toEqual([]);
      expect(await orthanc.get('/instances')).toHaveLength(PARTS);
      expect(readdirSync(path.join(cora, 'review-mail'))).toEqual([]);

      await killed([ben, '', 'Exchange']);
      const last = await runProgramAt(program, [ben, '', 'Exchange'], { env });
      expect(last.lines.filter((line) => 'failed' in line)).toEqual([]);
      expect(readdirSync(path.join(ben, 'review-mail'))).toEqual([]);
      const station = await openTestStation(ben);
      try {
        expect(station.rooms.review.list()).toHaveLength(1);
        const { index } = station.access.requireStore();
        expect(index.prepare('SELECT count(*) FROM object').pluck().get()).toBe(IMAGES);
      } finally {
        await station.close();
      }
    },
    30 * 60_000,
  );
});

interface Places {
  readonly cora: string;
  readonly ben: string;
  readonly folder: string;
}

/** Two stations that trust each other and know the node, and a drawn case. */
async function prepared({ cora, ben, folder }: Places, url: string): Promise<void> {
  for (const dir of [cora, ben]) await makeCheapStore(dir);
  const [here, there] = [await openTestStation(cora), await openTestStation(ben)];
  try {
    const { people } = await answer<Response<'access.state'>>(here, 'access.state', {});
    const roles = ['administrator', 'reader', 'coordinator'];
    const { personId } = people[0] ?? {};
    await answer(here, 'people.setRoles', { personId, roles, proof: PASSPHRASE });
    await answer(here, 'access.lock', {});
    await answer(here, 'access.unlock', { personId, passphrase: PASSPHRASE });
    await trusts(here, there, 'Ben');
    await trusts(there, here, 'Cora');
    await withCase(here, folder);
    const settings = { kind: 'dicomweb', name: 'Exchange', site: 'Second readings', url };
    for (const one of [here, there]) await answer(one, 'review.addNode', { settings, secrets: {} });
  } finally {
    for (const one of [here, there]) await one.close();
  }
}

async function trusts(here: Station, there: Station, name: string): Promise<void> {
  const { card, fingerprint } = await answer<Response<'review.card'>>(there, 'review.card', {});
  await answer(here, 'review.enrol', { name, site: 'Elsewhere', card, fingerprint, days: 30 });
}

async function withCase(station: Station, folder: string): Promise<void> {
  const files = path.join(folder, 'files');
  mkdirSync(files);
  for (let n = 1; n <= IMAGES; n += 1) writeFileSync(path.join(files, `${n}`), picture(n));
  const { jobs } = station.access.requireStore();
  await jobs.wait(station.rooms.startImport({ paths: [files], site: 'North' }));
  const list = path.join(folder, 'list.csv');
  const row = 'R1,2026-11-20T10:00:00Z,Olga Other,CT,chest,1.2.826.81.1,A nodule.';
  writeFileSync(list, `report_id,signed_at,author,modality,region,study_uid,text\n${row}\n`);
  await jobs.wait(station.rooms.reviewBring.start({ file: list, format: 'csv', site: 'North', zone: null }));
  const { readers } = await answer<Response<'review.readers'>>(station, 'review.readers', {});
  const { programmeId } = await answer<Response<'review.saveProgramme'>>(station, 'review.saveProgramme', {
    programmeId: null,
    content: {
      ...{ name: 'Chest', kind: 'radpeer', authors: 'everyone', pairs: 'everyone', reciprocal: false },
      reviewers: [
        { reader: readers.find(({ name }) => name.startsWith('Ben'))?.reader, modalities: [], regions: [], most: null },
      ],
      ...{ windowDays: 3650, targeted: { flags: [], share: 0 }, strata: [], allocation: 'equal', quotas: [] },
      ...{ workloadDifference: 1, minimumN: 10, groupId: null },
    },
  });
  await answer(station, 'review.draw', { programmeId, seed: null, count: 1 });
}

function picture(n: number): Uint8Array {
  return ctImage([
    element(0x00080018, 'UI', `1.2.826.81.3.${n}`),
    element(0x00100010, 'PN', 'DOE^JANE'),
    element(0x00100020, 'LO', 'Q-1'),
    element(0x00180015, 'CS', 'CHEST'),
    element(0x0020000d, 'UI', '1.2.826.81.1'),
    element(0x00200032, 'DS', `0\\0\\${n}`),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00280030, 'DS', '1\\1'),
    element(0x0020000e, 'UI', '1.2.826.81.2'),
    element(0x00200013, 'IS', `${n}`),
    element(0x00280010, 'US', SIDE),
    element(0x00280011, 'US', SIDE),
    element(0x7fe00010, 'OW', randomBytes(SIDE * SIDE * 2)),
  ]);
}
