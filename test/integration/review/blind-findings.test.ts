import { expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import { answer, PASSPHRASE } from '../../faults/store/station-fixture.ts';
import { as, drawn, practice, refusal } from './practice.ts';

/** Ben reads studies of his own too. */
async function shared(): ReturnType<typeof practice> {
  const made = await practice();
  const roles = ['reader', 'reviewer'];
  await answer(made.station, 'people.setRoles', { personId: made.people.ben, roles, proof: PASSPHRASE });
  return made;
}

async function found(station: Station, studyId: StudyId): Promise<(to: PersonId) => Promise<string>> {
  const request = { studyId, reportId: null, category: 1, finding: 'Tension pneumothorax' };
  const { communication } = await answer<Response<'communication.open'>>(station, 'communication.open', request);
  const { communicationId } = communication;
  return (to) => refusal(station, 'communication.add', { communicationId, act: { kind: 'handed-over', to } });
}

const loops = async (station: Station): Promise<StudyId[]> =>
  (await answer<Response<'communication.openLoops'>>(station, 'communication.openLoops', {})).communications.map(
    ({ studyId }) => studyId,
  );

it('a finding that somebody has to be told of is handed to nobody from whom it would be hidden', async () => {
  const { station, people, studyId } = await shared();
  await as(station, people.cora);
  const { reviewId } = await drawn(station);
  await as(station, people.ada);
  const hand = await found(station, studyId);
  expect(await hand(people.ben)).toBe('communication/not-now');
  expect(await loops(station)).toEqual([studyId]);
  await as(station, people.ben);
  expect(await loops(station)).toEqual([]);
  await answer(station, 'review.move', { reviewId, move: { kind: 'skip', reason: 'Known.' } });
  await as(station, people.ada);
  expect(await hand(people.ben)).toBe('answered');
  await as(station, people.ben);
  expect(await loops(station)).toEqual([studyId]);
});

it('who has to tell somebody of a study goes on seeing it when its report is drawn for them', async () => {
  const { station, people, studyId } = await shared();
  await as(station, people.ada);
  expect(await (await found(station, studyId))(people.ben)).toBe('answered');
  await as(station, people.cora);
  await drawn(station);
  await as(station, people.ben);
  expect(await loops(station)).toEqual([studyId]);
  expect(await refusal(station, 'study.open', { studyId })).toBe('answered');
});
