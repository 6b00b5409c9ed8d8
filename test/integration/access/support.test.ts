import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Station } from '../../../electron/station/station.ts';
import { calls } from '../../../shared/contract/index.ts';
import type { CallName, Envelope } from '../../../shared/contract/index.ts';
import { mayUse } from '../../../shared/contract/roles.ts';
import type { PersonRole } from '../../../shared/model/person.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { nearRequests } from '../../faults/hostile/near-requests.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { FrameWindow } from '../../unit/electron/station/frames/frame-window.ts';

const SECOND = 'second passphrase';
const CANARIES = /CANARY|PID-4711|ACC-4712|1\.2\.9\.4713/;
const PAGE = 'a page';

/** A station with one study that is full of canaries, with a draft on it, and another person who is let in as `roles`. */
async function stationFor(roles: PersonRole[]) {
  const station = stationOn(await tempDir());
  await answer(station, 'access.create', { name: 'Reader', passphrase: PASSPHRASE });
  await answer(station, 'access.confirmRecovery', {});
  const file = path.join(await tempDir(), 'CANARY-file');
  const named = [
    element(0x00100010, 'PN', 'CANARY^NAME'),
    element(0x00100020, 'LO', 'PID-4711'),
    element(0x00080050, 'SH', 'ACC-4712'),
    element(0x0020000d, 'UI', '1.2.9.4713'),
    element(0x00081030, 'LO', 'CANARY description'),
  ];
  writeFileSync(file, ctImage(named));
  const jobId = station.rooms.startImport({ paths: [file], site: 'North' });
  while (station.rooms.importReport(jobId) === null) await setImmediate();
  const [row] = station.rooms.worklist.list('').rows;
  const image = row ? station.rooms.archive.openStudy(row.studyId).series[0]?.images[0] : undefined;
  if (!row || !image) throw new Error('nothing was imported');
  const { reportId } = station.rooms.reporting.create({ studyId: row.studyId, templateId: 'general' });
  const { person } = await station.administration.add({ name: 'Other', roles, passphrase: SECOND, proof: PASSPHRASE });
  await station.unlock(person.personId, SECOND);
  return { station, ids: [row.studyId, image.objectId, reportId, jobId, person.personId], objectId: image.objectId };
}

/** Requests of a call that nearly fit, most of them about what is really there. */
function requestsOf(name: CallName, ids: readonly string[]): readonly unknown[] {
  return [{}, { jobId: ids[3] }, ...fc.sample(nearRequests(name, ids), 25)];
}

const stationCalls = (Object.keys(calls) as CallName[]).filter((name) => calls[name].side === 'station');
/** Left out: what ends the session or takes time on purpose, and steps up, which wait longer after each wrong passphrase. */
const askable = stationCalls.filter((name) => {
  const shape = JSON.stringify(z.toJSONSchema(calls[name].request, { io: 'input', unrepresentable: 'any' }));
  return !/"(proof|passphrase|recoveryKey)"/.test(shape) && name !== 'access.lock';
});

async function ask(station: Station, name: CallName, request: unknown): Promise<Envelope<unknown>> {
  return await station.call(name, request, PAGE);
}

describe('a person in support', () => {
  it('is shown no patient by any call, any event or the frame port', async () => {
    const { station, ids, objectId } = await stationFor(['support']);
    const told: string[] = [];
    station.events.on((event) => void told.push(JSON.stringify(event)));
    let answered = 0;
    for (const name of askable) {
      for (const request of requestsOf(name, ids)) {
        const reply = await ask(station, name, request);
        if (reply.ok) answered += 1;
        if (!mayUse(calls[name].roles, ['support']))
          expect(reply, name).toMatchObject({ error: { code: 'access/not-allowed' } });
        expect(JSON.stringify(reply), name).not.toMatch(CANARIES);
      }
    }
    expect(answered).toBeGreaterThan(20);
    const state = await ask(station, 'access.prove', { proof: SECOND });
    expect(JSON.stringify([state, told])).not.toMatch(CANARIES);
    const window = new FrameWindow();
    station.attachFrames(window.port, PAGE);
    window.post({ t: 'hello', credit: 1e6 });
    window.post({ t: 'get', id: 1, objectId, frame: 1, form: 'thumbnail', priority: 'shown' });
    await window.settle();
    expect(window.received.filter(({ t }) => t === 'frame')).toEqual([]);
    expect(window.received).toContainEqual(expect.objectContaining({ t: 'fail', id: 1 }));
  });
});

describe('an administrator who is nothing else', () => {
  it('is shown no patient either but in an emergency, and erases by count', async () => {
    const { station, ids } = await stationFor(['administrator']);
    // Emergency access shows one study, for a reason, in the trail, and somebody looks at it afterwards.
    for (const name of askable.filter((one) => one !== 'access.breakGlass')) {
      for (const request of requestsOf(name, ids)) {
        expect(JSON.stringify(await ask(station, name, request)), name).not.toMatch(CANARIES);
      }
    }
    const target = { kind: 'study-uid', studyUid: '1.2.9.4713' };
    expect(await answer(station, 'forget.preview', { target })).toMatchObject({ studies: 1, objects: 1, drafts: 1 });
    expect(await answer(station, 'forget.run', { target, objects: 1, proof: SECOND })).toMatchObject({ keys: 1 });
    expect(await ask(station, 'forget.preview', { target })).toMatchObject({
      error: { code: 'archive/unknown-study' },
    });
    // The store is open again, for the same person.
    expect(await answer(station, 'store.health', {})).toMatchObject({ alarms: [] });
  });
});
