import { describe, expect, it } from 'vitest';
import { MeasurementWriter } from '../../../../renderer/reading/measurement-writer.ts';
import type { WriterState } from '../../../../renderer/reading/measurement-writer.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { MeasurementId, ObjectId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { Measurement } from '../../../../shared/model/measurement.ts';
import { FakeStation } from '../helpers/fake-station.ts';

const measurement = (number: number, text = ''): Measurement => ({
  measurementId: MeasurementId.parse(`${number}`.padStart(26, 'a')),
  studyId: StudyId.parse('s'.repeat(26)),
  objectId: ObjectId.parse('k'.repeat(26)),
  frame: 1,
  tool: 'length',
  points: [
    [0, 0],
    [1, 1],
  ],
  world: null,
  text,
  result: { values: [], basis: '', warnings: [] },
  trackingUid: '2.25.1',
  ordinal: number,
  by: PersonId.parse('p'.repeat(26)),
  at: '2026-01-01T00:00:00.000Z',
  deleted: false,
});

const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));

/** A station that refuses until it is told otherwise. */
function made() {
  const journal = new Map<string, string>();
  const states: WriterState[] = [];
  const failures: string[] = [];
  let refusing = true;
  const answerOrFail = <T>(answer: () => T): T => {
    if (refusing) throw new AppError('store/in-use', 'not there');
    return answer();
  };
  const station = new FakeStation({
    'reading.saveMeasurement': ({ measurement: one }) =>
      answerOrFail(() => {
        journal.set(one.measurementId, one.text);
        return { savedAt: '2026-01-01T00:00:01.000Z' };
      }),
    'reading.newMeasurement': () =>
      answerOrFail(() => ({ measurementId: measurement(9).measurementId, trackingUid: '2.25.9', ordinal: 9 })),
  });
  const writer = new MeasurementWriter({
    call: station.call,
    changed: (state) => states.push(state),
    failed: (error) => failures.push(error.code),
  });
  const until = async (done: () => boolean): Promise<void> => {
    for (let i = 0; i < 500 && !done(); i += 1) {
      writer.hurry();
      await turn();
    }
  };
  return { writer, station, journal, states, failures, until, heal: () => (refusing = false) };
}

describe('a measurement that cannot be saved', () => {
  it('is tried again until it is in the journal, and says so meanwhile', async () => {
    const { writer, journal, states, failures, station, until, heal } = made();
    writer.write(measurement(1));
    await until(() => station.asked.length >= 3);
    expect(states.at(-1)).toEqual({ unsaved: 1, failing: true, savedAt: null });
    expect(failures).toHaveLength(1);
    heal();
    await until(() => states.at(-1)?.unsaved === 0);
    expect(states.at(-1)).toEqual({ unsaved: 0, failing: false, savedAt: '2026-01-01T00:00:01.000Z' });
    expect(journal.size).toBe(1);
  });

  it('is written as it is at last, and holds up no other', async () => {
    const { writer, journal, states, station, until, heal } = made();
    writer.write(measurement(1, 'old'));
    await until(() => station.asked.length >= 1);
    writer.write(measurement(2, 'other'));
    writer.write(measurement(1, 'new'));
    heal();
    await until(() => states.at(-1)?.unsaved === 0);
    expect([...journal.values()].sort()).toEqual(['new', 'other']);
  });

  it('gets its number when the station is back, unless it was taken away', async () => {
    const { writer, states, station, until, heal } = made();
    const wanted = { first: true, second: true };
    const first = writer.begin(measurement(1).studyId, () => wanted.first);
    const second = writer.begin(measurement(1).studyId, () => wanted.second);
    await until(() => station.asked.length >= 4);
    wanted.second = false;
    heal();
    await until(() => states.at(-1)?.unsaved === 0);
    expect((await first)?.ordinal).toBe(9);
    expect(await second).toBeNull();
  });
});
