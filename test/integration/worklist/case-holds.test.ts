import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { CheckFinding, Report } from '../../../shared/model/report.ts';
import { answer, newStation, PASSPHRASE } from '../../faults/store/station-fixture.ts';
import { ctImage } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

let station: Station;
let studyId: StudyId;
let dir: string;
beforeEach(async () => {
  dir = await tempDir();
  station = newStation(dir);
  await answer(station, 'access.create', { name: 'Reader', passphrase: PASSPHRASE });
  await answer(station, 'access.confirmRecovery', {});
  const file = path.join(await tempDir(), 'image');
  writeFileSync(file, ctImage());
  const jobId = station.rooms.startImport({ paths: [file], site: 'St. Anna' });
  while (station.rooms.importReport(jobId) === null) await setImmediate();
  const [row] = station.rooms.worklist.list('').rows;
  if (!row) throw new Error('nothing was imported');
  ({ studyId } = row);
});
afterEach(() => station.close());

const NOTE = 'The MR of March, please.';
const begin = (): Promise<Response<'hold.begin'>> =>
  answer(station, 'hold.begin', { studyId, cause: 'priors', note: ` ${NOTE} ` });
const refusal = async (name: 'hold.begin' | 'hold.end', request: object): Promise<string | null> => {
  const said = await station.call(name, request, null);
  return said.ok ? null : said.error.code;
};
const row = () => station.rooms.worklist.list('').rows[0];

describe('a case that waits for its site', () => {
  it('says so in its row with what is asked for, until somebody takes it up, once each', async () => {
    const { hold, told } = await begin();
    expect({ note: hold.note, told }).toEqual({ note: NOTE, told: 0 });
    expect(row()?.hold).toEqual({ cause: 'priors', note: NOTE, at: hold.at });
    expect(await refusal('hold.begin', { studyId, cause: 'history', note: '' })).toBe('hold/already');
    await answer(station, 'hold.end', { studyId });
    expect(row()?.hold).toBeUndefined();
    expect(await refusal('hold.end', { studyId })).toBe('hold/none');
    const { holds } = await answer<Response<'hold.ofStudy'>>(station, 'hold.ofStudy', { studyId });
    expect(holds.map(({ ended }) => ended?.how)).toEqual(['resumed']);
  });

  it('is asked about before a signature, and stands after the store was closed and opened', async () => {
    await begin();
    await station.close();
    station = newStation(dir);
    await answer(station, 'access.unlock', { personId: null, passphrase: PASSPHRASE });
    expect(row()?.hold?.note).toBe(NOTE);
    const { reportId } = await answer<Report>(station, 'report.create', { studyId, templateId: 'general' });
    const checked = await answer<{ findings: readonly CheckFinding[] }>(station, 'report.check', { reportId });
    expect(checked.findings.find(({ code }) => code === 'permission/on-hold')).toMatchObject({
      tier: 'acknowledge',
      message: 'The case is on hold: it waits for earlier studies. A signature takes it up again.',
    });
  });

  it('is on record without the words for the site', async () => {
    await begin();
    await answer(station, 'hold.end', { studyId });
    const filter = { personId: null, command: null, subject: studyId, from: null, to: null };
    const { records } = station.rooms.audit.search({ filter, before: null, limit: 50 });
    const rows = records.filter(({ command }) => command.startsWith('hold.'));
    expect(rows.map(({ command }) => command).sort()).toEqual(['hold.begin', 'hold.end']);
    expect(JSON.stringify(rows)).not.toContain('MR of March');
  });

  it('says that others may be reading where its site is on a line and is told of no claim', async () => {
    const others = async (): Promise<string | null> =>
      (await answer<Response<'claim.others'>>(station, 'claim.others', { studyId })).said?.words ?? null;
    expect(await others()).toBeNull();
    const settings = { kind: 'hl7', host: '127.0.0.1', port: 9, tls: false };
    const add = (name: string, more: object) =>
      answer(station, 'destination.add', {
        name,
        site: 'st. anna',
        settings: { ...settings, ...more },
        secrets: {},
      });
    await add('Reports', {});
    expect(await others()).toBe('others may be reading: the site keeps no claims');
    await add('Worklist', { status: true });
    expect(await others()).toBeNull();
  });
});
