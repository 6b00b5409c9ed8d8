import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PROGRAM_CONTROLS } from '../../../shared/model/controls.ts';
import type { Controls } from '../../../shared/model/controls.ts';
import type { AccessState } from '../../../shared/contract/access.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const OWN: Controls = { ...PROGRAM_CONTROLS, keys: { 'image.invert': ['F3'] } };
const PEDAL = { vendorId: 0x0911, productId: 0x1844, name: 'Pedal' };

it('keys, mouse and devices are of one person, kept over a lock, audited, and go through a file', async () => {
  const station = stationOn(await tempDir());
  await answer(station, 'access.create', { name: 'Dr. Ada Reader', passphrase: PASSPHRASE });
  expect(await answer(station, 'controls.load', {})).toEqual({ controls: null });
  await answer(station, 'controls.save', { controls: OWN });
  expect(await answer(station, 'controls.allowDevice', PEDAL)).toEqual({ devices: [PEDAL] });
  await answer(station, 'access.lock', {});
  const { people } = await answer<AccessState>(station, 'access.state', {});
  await answer(station, 'access.unlock', { personId: people[0]?.personId ?? null, passphrase: PASSPHRASE });
  expect(await answer(station, 'controls.load', {})).toEqual({ controls: OWN });
  expect(await answer(station, 'controls.devices', {})).toEqual({ devices: [PEDAL] });

  const file = path.join(await tempDir(), 'keys.json');
  await answer(station, 'controls.exportFile', { file });
  expect(await answer(station, 'controls.readFile', { file })).toEqual({ controls: OWN });
  const text = readFileSync(file, 'utf8');
  for (const [bad, code] of [
    ['no JSON', 'controls/bad-file'],
    [text.replace('"version": 1', '"version": 2'), 'controls/newer-version'],
    [text.replace('"F3"', '3'), 'controls/bad-file'],
    [' '.repeat(300_000), 'controls/bad-file'],
  ] as const) {
    writeFileSync(file, bad);
    expect(await station.call('controls.readFile', { file })).toMatchObject({ ok: false, error: { code } });
  }

  const { index, journal } = station.access.requireStore();
  const kind = { vendorId: PEDAL.vendorId, productId: PEDAL.productId };
  expect(await answer(station, 'controls.refuseDevice', kind)).toEqual({ devices: [] });
  const acts = index
    .prepare<[], string>("SELECT command FROM audit WHERE command LIKE 'controls.%' ORDER BY seq")
    .pluck();
  expect(acts.all()).toEqual([
    ...['controls.save', 'controls.allowDevice', 'controls.export', 'controls.refuseDevice'],
  ]);
  // Of another person nothing is seen.
  journal.prepare("UPDATE person_controls SET person_id = 'another'").run();
  expect(await answer(station, 'controls.load', {})).toEqual({ controls: null });
  await station.close();
});
