import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Response } from '../../../shared/contract/index.ts';
import type { Station } from '../../../electron/station/station.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { answer, newStation, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { FrameWindow } from '../../unit/electron/station/frames/frame-window.ts';

const PAGE = 'a page';

const find = async (station: Station, target: object) =>
  (await answer<Response<'access.emergencyStudies'>>(station, 'access.emergencyStudies', { target })).studies;

describe('emergency access for somebody who is shown no list', () => {
  const passphrase = 'another horse battery';
  let at = Date.UTC(2026, 10, 22);
  let station: Station;

  /** One study of a patient 4711; Ben, who is an administrator and nothing else, has the store open. */
  beforeAll(async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'nightjar-emergency-'));
    station = newStation(path.join(dir, 'store'), {
      clock: { nowIso: () => new Date(at).toISOString(), monotonic: () => at },
    });
    await answer(station, 'access.create', { name: 'Reader', passphrase: PASSPHRASE });
    const file = path.join(dir, 'image');
    writeFileSync(file, ctImage([element(0x00100020, 'LO', '4711'), element(0x00080050, 'SH', 'A-12')]));
    const jobId = station.rooms.startImport({ paths: [file], site: 'North' });
    while (station.rooms.importReport(jobId) === null) await setImmediate();
    const { person } = await answer<Response<'people.add'>>(station, 'people.add', {
      ...{ name: 'Ben', roles: ['administrator'], passphrase, proof: PASSPHRASE },
    });
    await answer(station, 'access.unlock', { personId: person.personId, passphrase });
    return async () => {
      await station.close();
      rmSync(dir, { recursive: true, force: true });
    };
  });

  it('begins with a number that a hospital says on the phone, and finds studies without a name', async () => {
    const [study, ...more] = await find(station, { kind: 'patient-id', patientId: '4711' });
    expect(more).toEqual([]);
    expect(study).toMatchObject({ modalities: ['CT'], site: 'North', objects: 1 });
    expect(Object.keys(study ?? {}).sort()).toEqual(['modalities', 'objects', 'site', 'studyDate', 'studyId']);
    expect(await find(station, { kind: 'accession', accession: ' A-12 ' })).toEqual([study]);
    expect(await find(station, { kind: 'accession', accession: 'A-1' })).toEqual([]);
    const { index } = station.access.requireStore();
    const details = index
      .prepare<[], string>("SELECT detail FROM audit WHERE command = 'access.emergencySearch' ORDER BY seq")
      .pluck()
      .all();
    expect(details.map((one) => JSON.parse(one) as unknown)).toEqual([
      { kind: 'patient-id', found: 1 },
      { kind: 'accession', found: 1 },
      { kind: 'accession', found: 0 },
    ]);
  });

  it('asks for the passphrase again when the last proof is old, as a signature does', async () => {
    const [study] = await find(station, { kind: 'patient-id', patientId: '4711' });
    const request = { studyId: study?.studyId, code: 'emergency', reason: 'nobody answers' };
    at += 5 * 3_600_000;
    const refused = await station.call('access.breakGlass', request, PAGE);
    expect(refused.ok ? 'answered' : refused.error.code).toBe('access/proof-needed');
    await answer(station, 'access.prove', { proof: passphrase });
    expect((await station.call('access.breakGlass', request, PAGE)).ok).toBe(true);
  });

  it('ends when they say so: no more pictures, and the trail says when', async () => {
    const [found] = await find(station, { kind: 'patient-id', patientId: '4711' });
    await answer(station, 'access.endBreakGlass', {});
    const request = { studyId: found?.studyId, code: 'covering', reason: 'nobody answers' };
    const envelope = await station.call('access.breakGlass', request, PAGE);
    if (!envelope.ok) throw new Error(envelope.error.code);
    const { study } = envelope.value as Response<'access.breakGlass'>;
    const objectId = study.series[0]?.images[0]?.objectId;
    const ended = await station.call('access.endBreakGlass', {}, PAGE);
    expect(ended).toEqual({ ok: true, value: { studies: [found?.studyId] } });
    const window = new FrameWindow();
    station.attachFrames(window.port, PAGE);
    window.post({ t: 'hello', credit: 1_000_000 });
    window.post({ t: 'get', id: 1, objectId: objectId ?? '', frame: 1, priority: 'shown', form: 'display' });
    await window.settle();
    expect(window.received.filter(({ t }) => t === 'frame')).toEqual([]);
    expect(window.received).toContainEqual(expect.objectContaining({ t: 'fail', id: 1 }));
    const { grants } = await answer<Response<'access.breakGlassList'>>(station, 'access.breakGlassList', {});
    expect(grants.every(({ endedAt }) => endedAt !== null)).toBe(true);
    expect(await answer(station, 'access.endBreakGlass', {})).toEqual({ studies: [] });
  });

  it('is over after a shift, whatever the window that shows it does', async () => {
    const [found] = await find(station, { kind: 'patient-id', patientId: '4711' });
    const request = { studyId: found?.studyId, code: 'covering', reason: 'nobody answers' };
    const envelope = await station.call('access.breakGlass', request, PAGE);
    if (!envelope.ok) throw new Error(envelope.error.code);
    const objectId = (envelope.value as Response<'access.breakGlass'>).study.series[0]?.images[0]?.objectId;
    const window = new FrameWindow();
    station.attachFrames(window.port, PAGE);
    window.post({ t: 'hello', credit: 1_000_000 });
    const get = { t: 'get', objectId: objectId ?? '', frame: 1, priority: 'shown', form: 'display' } as const;
    window.post({ ...get, id: 1 });
    expect((await window.count(2)).at(-1)?.t).toBe('frame');
    at += 13 * 3_600_000;
    window.post({ ...get, id: 2 });
    expect((await window.count(3)).at(-1)).toMatchObject({ t: 'fail', id: 2, error: { code: 'request/forbidden' } });
  });
});

describe('emergency access over the whole station', () => {
  it('shows one study to an administrator who is no reader, writes down all of it, and ends at the lock', async () => {
    const station = stationOn(await tempDir());
    await answer(station, 'access.create', { name: 'Reader', passphrase: PASSPHRASE });
    await answer(station, 'access.confirmRecovery', {});
    const file = path.join(await tempDir(), 'image');
    writeFileSync(file, ctImage());
    const jobId = station.rooms.startImport({ paths: [file], site: null });
    while (station.rooms.importReport(jobId) === null) await setImmediate();
    const studyId = station.rooms.worklist.list('').rows[0]?.studyId;
    const ben = { name: 'Ben', roles: ['administrator'], passphrase: 'another horse battery' };
    await answer(station, 'people.add', { ...ben, proof: PASSPHRASE });
    const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
    const personId = people.find(({ name }) => name === 'Ben')?.personId;
    await answer(station, 'access.unlock', { personId, passphrase: ben.passphrase });

    const refused = await station.call('study.open', { studyId }, PAGE);
    expect(refused.ok ? 'answered' : refused.error.code).toBe('access/not-allowed');
    const request = { studyId, code: 'emergency', reason: 'the reader does not answer' };
    const envelope = await station.call('access.breakGlass', request, PAGE);
    if (!envelope.ok) throw new Error(envelope.error.code);
    const { study } = envelope.value as Response<'access.breakGlass'>;
    const objectId = study.series[0]?.images[0]?.objectId;
    if (objectId === undefined) throw new Error('no image');

    const window = new FrameWindow();
    station.attachFrames(window.port, PAGE);
    window.post({ t: 'hello', credit: 1_000_000 });
    window.post({ t: 'get', id: 1, objectId, frame: 1, priority: 'shown', form: 'display' });
    expect((await window.count(2)).at(-1)?.t).toBe('frame');

    await answer(station, 'access.lock', {});
    await answer(station, 'access.unlock', { personId: null, passphrase: PASSPHRASE });
    const { index } = station.access.requireStore();
    const trail = index.prepare<[], string>('SELECT command FROM audit ORDER BY seq').pluck().all();
    const since = trail.slice(trail.indexOf('access.breakGlass'));
    expect(since.filter((command) => /^(access\.breakGlass|study\.|access\.lock)/.test(command))).toEqual([
      ...['access.breakGlass', 'study.open', 'access.breakGlassEnded', 'access.lock'],
    ]);
    const { grants } = await answer<Response<'access.breakGlassList'>>(station, 'access.breakGlassList', {});
    expect(grants).toMatchObject([{ personName: 'Ben', reason: request.reason, verdict: null }]);
    const review = { grantId: grants[0]?.grantId, verdict: 'justified', note: '' };
    expect(await answer(station, 'access.reviewBreakGlass', review)).toMatchObject({ verdict: 'justified' });
  });
});
