import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { AccessState } from '../../../shared/contract/access.ts';
import type { OpeningWork } from '../../../shared/model/access.ts';
import { ctImage } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';

it('a store is packed, looked at, gone on with and taken back by the calls of a window, and can be locked after each', async () => {
  const station = stationOn(await tempDir());
  const stages: OpeningWork['stage'][] = [];
  station.events.on((event) => {
    if (event.name === 'access.progress' && event.payload.work !== null) stages.push(event.payload.work.stage);
  });
  const movement = async (): Promise<AccessState['movement']> =>
    (await answer<AccessState>(station, 'access.state', {})).movement;
  await answer(station, 'access.create', { name: 'Ada Reader', passphrase: PASSPHRASE });
  await answer(station, 'access.confirmRecovery', {});
  const file = path.join(await tempDir(), 'image');
  writeFileSync(file, ctImage());
  const jobId = station.rooms.startImport({ paths: [file], site: null });
  while (station.rooms.importReport(jobId) === null) await setImmediate();
  expect(await movement()).toBeNull();
  expect(await station.call('move.goOn', { proof: PASSPHRASE })).toMatchObject({ error: { code: 'move/not-begun' } });

  const to = path.join(await tempDir(), 'package');
  expect(await answer(station, 'move.pack', { to, proof: PASSPHRASE })).toMatchObject({ packed: { bad: 0 } });
  expect(await movement()).toMatchObject({ stage: 'moved', to });
  const relock = async (): Promise<void> => {
    const { people, movement: told } = await answer<AccessState>(station, 'access.lock', {});
    expect(told).toBeNull();
    await answer(station, 'access.unlock', { personId: people[0]?.personId ?? null, passphrase: PASSPHRASE });
  };
  await relock();
  expect(await movement()).toMatchObject({ stage: 'moved', to });
  expect(await answer(station, 'worklist.list', { search: '' })).toMatchObject({ total: 1 });

  expect(await answer(station, 'move.goOn', { proof: PASSPHRASE })).toEqual({ packed: null });
  expect(await station.call('move.cancel', { destroyed: false, proof: PASSPHRASE })).toMatchObject({
    error: { code: 'move/gone' },
  });
  expect(await answer(station, 'move.cancel', { destroyed: true, proof: PASSPHRASE })).toMatchObject({
    movement: null,
  });
  await relock();
  expect(await movement()).toBeNull();
  expect(stages.every((stage) => stage === 'packing')).toBe(true);
});
