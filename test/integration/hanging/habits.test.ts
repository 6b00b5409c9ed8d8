import { expect, it } from 'vitest';
import type { Response } from '../../../shared/contract/index.ts';
import type { HabitNote } from '../../../shared/hanging/protocol/habit.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { protocolOf } from '../../unit/shared/hanging/protocol/cases.ts';

const NOTE: HabitNote = {
  ...{ protocol: 'ct-chest', scope: 'shipped', version: 1, stage: 'lung', layout: null },
  views: [{ display: 'lung', window: { center: -600, width: 1500 }, sort: null }],
};
const KEY = { protocol: 'ct-chest', stage: 'lung', aspect: 'window', display: 'lung' } as const;

it('what a reader changes after hanging, and in the editor without keeping it, is theirs alone, bounded, said again in place of itself, and forgotten', async () => {
  const station = stationOn(await tempDir());
  await answer(station, 'access.create', { name: 'Dr. Ada Reader', passphrase: PASSPHRASE });
  const kept = (protocol: string | null) => answer<Response<'hanging.habits'>>(station, 'hanging.habits', { protocol });
  const noteId = crypto.randomUUID();
  await answer(station, 'hanging.noteHabit', { noteId, note: { ...NOTE, views: [] } });
  await answer(station, 'hanging.noteHabit', { noteId, note: NOTE });
  expect((await kept('ct-chest')).notes.map(({ note }) => note)).toEqual([NOTE]);
  for (let i = 0; i < 14; i += 1)
    await answer(station, 'hanging.noteHabit', { noteId: crypto.randomUUID(), note: { ...NOTE, layout: null } });
  await answer(station, 'hanging.noteHabit', { noteId: crypto.randomUUID(), note: { ...NOTE, protocol: 'mr-brain' } });
  expect((await kept('ct-chest')).notes).toHaveLength(12);
  expect((await kept(null)).notes).toHaveLength(13);

  await answer(station, 'hanging.answerHabit', { key: KEY, answer: 'later' });
  await answer(station, 'hanging.answerHabit', { key: KEY, answer: 'never' });
  expect((await kept(null)).answers).toMatchObject([{ ...KEY, answer: 'never' }]);
  const { index, journal } = station.access.requireStore();
  journal.prepare("UPDATE habit SET person_id = 'another' WHERE protocol_id = 'mr-brain'").run();
  expect((await kept(null)).notes).toHaveLength(12);
  await answer(station, 'hanging.forgetHabits', { protocol: null });
  expect(await kept(null)).toEqual({ notes: [], answers: [] });
  expect(journal.prepare('SELECT count(*) FROM habit').pluck().get()).toBe(1);
  const acts = index.prepare<[], string>("SELECT command FROM audit WHERE command LIKE '%Habit%' ORDER BY seq").pluck();
  expect(acts.all()).toEqual(['hanging.answerHabit', 'hanging.answerHabit', 'hanging.forgetHabits']);

  const drafts = async () => (await answer<Response<'hanging.drafts'>>(station, 'hanging.drafts', {})).drafts;
  const draft = (id: string, name: string) => ({ document: protocolOf({ id, name }), source: null, version: null });
  await answer(station, 'hanging.keepDraft', draft('mine', 'Mine'));
  await answer(station, 'hanging.keepDraft', draft('mine', 'Mine, better'));
  for (let at = 0; at < 20; at += 1) await answer(station, 'hanging.keepDraft', draft(`other-${at}`, 'Other'));
  expect((await drafts()).map(({ draft: { document } }) => document.id)).toHaveLength(20);
  await answer(station, 'hanging.keepDraft', draft('mine', 'Mine, better'));
  await answer(station, 'access.lock', {});
  await answer(station, 'access.unlock', { personId: null, passphrase: PASSPHRASE });
  expect(await drafts()).toContainEqual(expect.objectContaining({ draft: draft('mine', 'Mine, better') }));
  await answer(station, 'hanging.dropDraft', { id: 'mine' });
  expect((await drafts()).some(({ draft: { document } }) => document.id === 'mine')).toBe(false);
  await station.close();
});
