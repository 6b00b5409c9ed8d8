import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Worklist } from '../../../../renderer/worklist/worklist.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { FakeStation } from '../helpers/fake-station.ts';
import { studyId, worklistRow } from '../helpers/worklist-rows.ts';

// Timers are ours, so that the waits for typing and refreshing pass at once.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(first: readonly WorklistRow[]) {
  let rows = first;
  const station = new FakeStation({
    'worklist.list': ({ search }) => {
      const found = rows.filter((row) => row.patient.name.alphabetic.includes(search));
      return { rows: [...found], total: found.length };
    },
  });
  const worklist = new Worklist(station);
  const stop = worklist.start();
  const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(1000).then(() => undefined);
  const arrive = async (...more: WorklistRow[]): Promise<void> => {
    const ids = new Set(more.map((row) => row.studyId));
    rows = [...rows.filter((row) => !ids.has(row.studyId)), ...more];
    station.emit('worklist.changed', { studyIds: more.map((row) => row.studyId) });
    await settle();
  };
  const leave = async (seed: number): Promise<void> => {
    rows = rows.filter((row) => row.studyId !== studyId(seed));
    station.emit('worklist.changed', { studyIds: [studyId(seed)] });
    await settle();
  };
  return { station, worklist, stop, settle, arrive, leave };
}

const dated = (seed: number, studyDate: string, changes: Partial<WorklistRow> = {}): WorklistRow =>
  worklistRow(seed, { studyDate, ...changes });
const shown = (worklist: Worklist): readonly string[] => worklist.view.getState().order.shown;
const waiting = (worklist: Worklist): readonly string[] => worklist.view.getState().order.waiting;
const ids = (...seeds: number[]): string[] => seeds.map((seed) => studyId(seed));

describe('Worklist', () => {
  it('shows the rows in order and takes in what arrives while nobody is on the list', async () => {
    const { worklist, settle, arrive } = setUp([dated(1, '20240101'), dated(2, '20250101')]);
    await settle();
    expect(shown(worklist)).toEqual(ids(2, 1));
    await arrive(dated(3, '20240601'));
    expect([shown(worklist), waiting(worklist)]).toEqual([ids(2, 3, 1), []]);
  });

  it.each(['focus', 'pointer'] as const)('moves no row while the %s is on the list: what is new waits', async (by) => {
    const { worklist, settle, arrive } = setUp([dated(1, '20240101'), dated(2, '20250101')]);
    await settle();
    worklist.hold(by, true);
    await arrive(dated(3, '20260101', { priority: 'stat' }));
    // Row 1 becomes the most urgent: its content changes, its place does not.
    await arrive(dated(1, '20240101', { priority: 'stat', received: 99 }));
    expect([shown(worklist), waiting(worklist)]).toEqual([ids(2, 1), ids(3)]);
    expect(worklist.view.getState().rows.get(studyId(1))?.received).toBe(99);
    worklist.hold(by, false);
    expect([shown(worklist), waiting(worklist)]).toEqual([ids(3, 1, 2), []]);
  });

  it('shows what waits when the reader asks, with the list still held', async () => {
    const { worklist, settle, arrive } = setUp([dated(1, '20240101')]);
    await settle();
    worklist.hold('focus', true);
    await arrive(dated(2, '20250101'));
    worklist.showWaiting();
    expect([shown(worklist), waiting(worklist)]).toEqual([ids(2, 1), []]);
    await arrive(dated(3, '20260101'));
    expect(waiting(worklist)).toEqual(ids(3));
  });

  it('keeps the place of a row that left the store and marks it', async () => {
    const { worklist, settle, leave } = setUp([dated(1, '20240101'), dated(2, '20250101'), dated(3, '20230101')]);
    await settle();
    worklist.hold('pointer', true);
    await leave(1);
    expect([shown(worklist), [...worklist.view.getState().gone]]).toEqual([ids(2, 1, 3), ids(1)]);
    worklist.showWaiting();
    expect([shown(worklist), [...worklist.view.getState().gone]]).toEqual([ids(2, 3), []]);
  });

  it('takes everything while it is empty, pointer or not', async () => {
    const { worklist, settle, arrive } = setUp([]);
    await settle();
    worklist.hold('pointer', true);
    await arrive(dated(1, '20240101'));
    expect(shown(worklist)).toEqual(ids(1));
  });

  it('asks once after the last letter, and a search may move everything', async () => {
    const { worklist, settle, station } = setUp([dated(1, '20240101'), dated(2, '20250101')]);
    await settle();
    const before = station.asked.length;
    worklist.hold('pointer', true);
    for (const text of ['N', 'NA', 'NAME01']) worklist.setSearch(text);
    await settle();
    expect(station.asked.slice(before)).toEqual([{ name: 'worklist.list', request: { search: 'NAME01' } }]);
    expect(shown(worklist)).toEqual(ids(1));
  });

  it('drops an answer that an earlier question got', async () => {
    const replies: ((rows: readonly WorklistRow[]) => void)[] = [];
    const station = new FakeStation({
      'worklist.list': () =>
        new Promise((resolve) => replies.push((rows) => resolve({ rows: [...rows], total: rows.length }))),
    });
    const worklist = new Worklist(station);
    const first = worklist.refresh();
    const second = worklist.refresh();
    replies[1]?.([worklistRow(2)]);
    await second;
    replies[0]?.([worklistRow(1)]);
    await first;
    expect(shown(worklist)).toEqual(ids(2));
  });

  it('turns the order round when the same column is chosen again, and keeps the focused study by its id', async () => {
    const { worklist, settle } = setUp([dated(1, '20240101'), dated(2, '20250101'), dated(3, '20230101')]);
    await settle();
    worklist.focus(studyId(3));
    worklist.sortBy('date');
    expect([shown(worklist), worklist.view.getState().sort.direction]).toEqual([ids(2, 1, 3), 'descending']);
    worklist.sortBy('date');
    expect([shown(worklist), worklist.view.getState().focused]).toEqual([ids(3, 1, 2), studyId(3)]);
  });

  it('shows under a tab only what belongs there', async () => {
    const { worklist, settle } = setUp([worklistRow(1), worklistRow(2, { reportState: 'draft' })]);
    await settle();
    worklist.setTab('drafts');
    expect(shown(worklist)).toEqual(ids(2));
    worklist.setTab('signed');
    expect(shown(worklist)).toEqual([]);
  });

  it('keeps its rows when a later question fails, and says so', async () => {
    let broken = false;
    const station = new FakeStation({
      'worklist.list': () => {
        if (broken) throw new AppError('process/died', 'gone');
        return { rows: [worklistRow(1)], total: 1 };
      },
    });
    const worklist = new Worklist(station);
    await worklist.refresh();
    broken = true;
    await worklist.refresh();
    expect([worklist.view.getState().state, shown(worklist)]).toEqual(['failed', ids(1)]);
  });

  it('forgets every row when it is put away, keeps what was chosen, and leaves no listener', async () => {
    const { worklist, settle, stop, station } = setUp([worklistRow(1)]);
    await settle();
    worklist.sortBy('site');
    worklist.setSearch('NAME');
    stop();
    const { rows, search, order, sort } = worklist.view.getState();
    expect([rows.size, search, order.shown, sort.column, station.listening]).toEqual([0, '', [], 'site', 0]);
  });
});
