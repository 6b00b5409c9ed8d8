import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { AccessState } from '../../../shared/contract/access.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { Macro } from '../../../shared/model/macro.ts';
import { runMacroAction } from '../../../electron/station/reporting/macros/macro-cli.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const OWN: Macro = {
  macroId: 'one',
  name: 'Normal lungs',
  shorthand: 'nl',
  text: 'Lungs clear. Secret words.',
  modalities: ['CT'],
  bodyParts: [],
  sexes: [],
};

it('macros are of one person, kept over a lock, audited without their words, and come from files of other programs', async () => {
  const station = stationOn(await tempDir());
  await answer(station, 'access.create', { name: 'Dr. Ada Reader', passphrase: PASSPHRASE });
  await answer(station, 'macros.save', { macro: OWN });
  await answer(station, 'access.lock', {});
  const { people } = await answer<AccessState>(station, 'access.state', {});
  await answer(station, 'access.unlock', { personId: people[0]?.personId ?? null, passphrase: PASSPHRASE });
  const { macros } = station.rooms.reporting;
  expect(macros.own()).toEqual([OWN]);
  expect(macros.shipped).toHaveLength(30);

  const dir = await tempDir();
  const csv = path.join(dir, 'macros.csv');
  // Windows-1252, as older programs write: the same name and shorthand takes the place of the own one.
  writeFileSync(
    csv,
    Buffer.from('Name;Shortcut;Text;Folder\nNormal lungs;nl;Gr\u00f6\u00dfe normal.;A\nEmpty;e;;\n', 'latin1'),
  );
  const { read } = await answer<Response<'macros.readFile'>>(station, 'macros.readFile', { file: csv });
  expect(read).toMatchObject({ form: 'table', leftOut: [{ name: 'Empty' }] });
  expect(macros.own()).toEqual([OWN]);
  expect(await answer(station, 'macros.take', { macros: read?.macros ?? [] })).toEqual({ taken: 0, replaced: 1 });
  const brought = { ...OWN, text: 'Gr\u00f6\u00dfe normal.', modalities: [], kept: [{ name: 'Folder', value: 'A' }] };
  expect(macros.own()).toEqual([brought]);

  const file = path.join(dir, 'macros.json');
  const store = station.access.requireStore();
  const args = { has: () => false, required: () => file };
  await runMacroAction(macros, store, 'export', args);
  await answer(station, 'macros.remove', { macroId: 'one' });
  expect(await station.call('macros.remove', { macroId: 'one' })).toMatchObject({
    ok: false,
    error: { code: 'report/unknown-macro' },
  });
  expect(await runMacroAction(macros, store, 'import', args)).toEqual({
    form: 'nightjar',
    taken: 1,
    replaced: 0,
    leftOut: [],
  });
  expect(macros.own()).toMatchObject([{ name: 'Normal lungs', kept: brought.kept }]);
  expect(readFileSync(file, 'utf8')).toContain('nightjar-macros');

  writeFileSync(file, '<!DOCTYPE x><x/>');
  expect(await station.call('macros.readFile', { file })).toMatchObject({
    ok: false,
    error: { code: 'report/bad-macros' },
  });
  const acts = store.index
    .prepare<[], { command: string; detail: string }>(
      "SELECT command, detail FROM audit WHERE command LIKE 'macro.%' ORDER BY seq",
    )
    .all();
  expect(acts.map(({ command }) => command)).toEqual([
    ...['macro.save', 'macro.import', 'macro.export', 'macro.remove', 'macro.import'],
  ]);
  expect(JSON.stringify(acts)).not.toMatch(/Secret|lungs/);
  // Of another person nothing is seen.
  store.journal.prepare("UPDATE person_macro SET person_id = 'another'").run();
  expect(macros.own()).toEqual([]);
  await station.close();
});
