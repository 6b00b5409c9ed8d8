import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Response } from '../../../shared/contract/index.ts';
import { ctImage } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { FrameWindow } from '../../unit/electron/station/frames/frame-window.ts';

const PAGE = 'a page';

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
