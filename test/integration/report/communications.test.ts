import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { CommunicationAct } from '../../../shared/contract/communications.ts';
import type { Communication } from '../../../shared/model/communication.ts';
import type { CommunicationId, StudyId } from '../../../shared/model/ids.ts';
import type { CheckFinding, Report } from '../../../shared/model/report.ts';
import { answer, newStation, PASSPHRASE } from '../../faults/store/station-fixture.ts';
import { ctImage } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { written } from './reporting-fixture.ts';

const TO = { name: 'Dr Amsel', role: 'Emergency physician', number: '0900 1' };
const TOLD: CommunicationAct = { kind: 'communicated', method: 'phone', to: TO, readBack: true };
const FINDINGS = 'Large amount of free intraperitoneal air.';

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

const open = async (): Promise<Communication> => {
  const request = { studyId, reportId: null, category: 1, finding: FINDINGS };
  return (await answer<Response<'communication.open'>>(station, 'communication.open', request)).communication;
};
const add = (communicationId: CommunicationId, act: CommunicationAct) =>
  station.call('communication.add', { communicationId, act }, null);
const loops = async (): Promise<readonly Communication[]> =>
  (await answer<Response<'communication.openLoops'>>(station, 'communication.openLoops', {})).communications;

async function findingCodes(findings = FINDINGS): Promise<readonly string[]> {
  const report = await answer<Report>(station, 'report.create', { studyId, templateId: 'general' });
  const { reportId, revision } = report;
  const content = written(report, {
    comparison: 'None.',
    findings,
    impression: 'Perforation of a hollow organ.',
  });
  await answer(station, 'report.save', { reportId, revision, content });
  const checked = await answer<{ findings: readonly CheckFinding[] }>(station, 'report.check', { reportId });
  return checked.findings.map(({ code }) => code);
}

describe('a finding that has to be told', () => {
  it('stands open, is asked about before a signature, and stops both when somebody was told', async () => {
    expect(await findingCodes()).toContain('check/critical');
    const { communicationId } = await open();
    expect(await findingCodes()).toContain('check/critical');
    expect((await loops()).map((one) => one.communicationId)).toEqual([communicationId]);
    await add(communicationId, { kind: 'attempted', method: 'phone', to: TO, outcome: 'no-answer' });
    expect(await loops()).toHaveLength(1);
    const mute = await add(communicationId, { ...TOLD, readBack: false });
    expect(mute.ok ? null : mute.error.code).toBe('communication/not-read-back');
    expect((await add(communicationId, TOLD)).ok).toBe(true);
    expect(await loops()).toEqual([]);
    expect(await findingCodes()).not.toContain('check/critical');
  });

  it('speaks for itself alone: another matter of the same report is asked about still', async () => {
    const request = { studyId, reportId: null, category: 1, finding: FINDINGS };
    const { communication } = await answer<Response<'communication.open'>>(station, 'communication.open', request);
    await add(communication.communicationId, TOLD);
    expect(await findingCodes()).not.toContain('check/critical');
    expect(await findingCodes(`${FINDINGS} Tension pneumothorax on the left.`)).toContain('check/critical');
  });

  it('is there after a restart, word for word, with every act in the trail', async () => {
    const { communicationId } = await open();
    await add(communicationId, TOLD);
    await add(communicationId, { kind: 'closed' });
    const ofStudy = async () =>
      (await answer<Response<'communication.ofStudy'>>(station, 'communication.ofStudy', { studyId })).communications;
    const before = await ofStudy();
    const { index } = station.access.requireStore();
    const acts = index
      .prepare("SELECT command FROM audit WHERE command LIKE 'communication.%' ORDER BY seq")
      .pluck()
      .all();
    expect(acts).toEqual(['communication.open', 'communication.add', 'communication.add']);
    const details = index.prepare("SELECT detail FROM audit WHERE command LIKE 'communication.%'").pluck().all();
    expect(details.join(' ')).not.toMatch(/air|Amsel|0900/);
    await station.close();
    station = newStation(dir);
    const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
    await answer(station, 'access.unlock', { personId: people[0]?.personId ?? null, passphrase: PASSPHRASE });
    expect(await ofStudy()).toEqual(before);
  });
});
