import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { CallName, Request, Response } from '../../../shared/contract/index.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { followUpsCsv, followUpsFhir } from '../../../shared/report/follow-up/export.ts';
import { answer, newStation, PASSPHRASE } from '../../faults/store/station-fixture.ts';
import { ctImage } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { written } from './reporting-fixture.ts';

let station: Station;
let studyId: StudyId;
let ahead = 0;
const clock = { nowIso: () => new Date(Date.now() + ahead).toISOString(), monotonic: () => performance.now() };
const ask = <N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> => answer(station, name, request);

beforeEach(async () => {
  ahead = 0;
  station = newStation(await tempDir(), { clock });
  await ask('access.create', { name: 'Reader', passphrase: PASSPHRASE });
  await ask('access.confirmRecovery', {});
  const file = path.join(await tempDir(), 'image');
  writeFileSync(file, ctImage());
  const jobId = station.rooms.startImport({ paths: [file], site: 'St. Anna' });
  while (station.rooms.importReport(jobId) === null) await setImmediate();
  const [row] = station.rooms.worklist.list('').rows;
  if (!row) throw new Error('nothing was imported');
  ({ studyId } = row);
});
afterEach(() => station.close());

describe('what a signed report recommends', () => {
  it('waits to be confirmed, is tracked by its days, overdue and ended, and goes out as CSV and FHIR', async () => {
    const draft = await ask('report.create', { studyId, templateId: 'general' });
    const { reportId, revision } = draft;
    const impression = 'Nodule of 7 mm. Follow-up CT in 6-12 months. No further MRI is needed.';
    const content = written(draft, { comparison: 'None.', findings: 'Nodule of 7 mm.', impression });
    await ask('report.save', { reportId, revision, content });
    const { findings } = await ask('report.check', { reportId });
    await ask('report.sign', { reportId, acknowledged: findings.map(({ code }) => code), zone: '+01:00' });
    const before = await ask('followUp.list', {});
    expect(before.rows).toEqual([]);
    expect(before.toConfirm.map(({ recommendation }) => [recommendation.kinds, recommendation.interval])).toEqual([
      [['CT'], { from: 6, to: 12, unit: 'month' }],
    ]);
    const [found] = before.toConfirm;
    if (!found) throw new Error('nothing was found');
    const { recommendation, dueFrom, dueTo } = found;
    const { followUp } = await ask('followUp.confirm', { reportId, recommendation, dueFrom, dueTo });
    const open = await ask('followUp.list', {});
    expect(open.toConfirm).toEqual([]);
    expect(open.rows).toMatchObject([{ state: 'open', dueTo, fulfilledBy: null, site: 'St. Anna' }]);
    expect(followUpsCsv(open.rows).split('\r\n')).toHaveLength(3);
    const bundle = JSON.parse(followUpsFhir(open.rows)) as { entry: readonly { resource: object }[] };
    expect(bundle.entry[0]?.resource).toMatchObject({
      ...{ resourceType: 'ServiceRequest', status: 'draft', intent: 'proposal' },
      occurrencePeriod: { start: dueFrom, end: dueTo },
    });
    ahead = 400 * 86_400_000;
    expect((await ask('followUp.list', {})).rows.map(({ state }) => state)).toEqual(['overdue']);
    const { followUpId } = followUp;
    await ask('followUp.end', { followUpId, how: 'done', reason: 'Read elsewhere.' });
    expect((await ask('followUp.list', {})).rows.map(({ state }) => state)).toEqual(['done']);
    const again = await station.call('followUp.end', { followUpId, how: 'dropped', reason: 'x' });
    expect(again.ok ? null : again.error.code).toBe('follow-up/ended');
    const figures = await ask('communication.figures', { days: 366 });
    expect(figures.told).toEqual([]);
  });
});
