// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ListContext, Transfers, Worklist, WorklistScreen } from '../../../../renderer/worklist/index.ts';
import type { Disposer } from '../../../../shared/lib/disposable.ts';
import type { ReadinessFacts } from '../../../../shared/model/readiness.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { mendDom, pressKey, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';
import { studyId, worklistRow } from '../helpers/worklist-rows.ts';

const READY: ReadinessFacts = {
  pixels: { received: 10, expected: 10, damaged: 0, verified: 10, decodable: 10 },
  site: { name: 'St. Anna', completeAt: '2026-11-22T02:14:00Z' },
  ...{ priors: [], priorReports: { wanted: 0, here: 0, unsaid: 0 }, order: 'none', template: true },
  ...{ contacts: 1, lease: 'none', coming: null },
};
const AWAY: ReadinessFacts = {
  ...READY,
  priors: [{ date: '20190312', state: 'unreachable', where: null, waived: false }],
};

beforeAll(mendDom);
let shown: Shown | null = null;
let stop: Disposer | null = null;
afterEach(() => {
  stop?.();
  shown?.end();
  [shown, stop] = [null, null];
});

async function open(rows: readonly WorklistRow[], facts: Readonly<Record<string, ReadinessFacts>>) {
  const told = new Map(Object.entries(facts));
  const station = new FakeStation({
    'worklist.list': () => ({ rows: [...rows], total: rows.length }),
    'worklist.readiness': (request) => ({
      cases: (request as { studyIds: ReturnType<typeof studyId>[] }).studyIds.flatMap((id) => {
        const found = told.get(id);
        return found === undefined ? [] : [{ studyId: id, facts: found }];
      }),
    }),
    'study.preview': () => ({ series: [], priors: [] }),
    'jobs.list': () => ({ jobs: [] }),
  });
  const worklist = new Worklist(station);
  const transfers = new Transfers(station, () => undefined);
  stop = worklist.start();
  shown = show(
    station,
    <ListContext value={{ worklist, transfers }}>
      <WorklistScreen onOpen={() => undefined} />
    </ListContext>,
  );
  await act(() => worklist.refresh());
  return { station, worklist, told };
}

const mark = (place: number) => screen.getAllByRole('row')[place]?.querySelector('[data-ready]');
const asked = (station: FakeStation) => station.asked.filter(({ name }) => name === 'worklist.readiness');

describe('readiness in the list', () => {
  it('calls nothing ready before the station said so, then shows each by word and shape, and counts those that are', async () => {
    const rows = [
      worklistRow(1, { expected: 10 }),
      worklistRow(2, { expected: 10 }),
      worklistRow(3, { received: 4, expected: 10 }),
    ];
    const { station } = await open(rows, { [studyId(1)]: READY, [studyId(2)]: AWAY });
    const marks = () => [1, 2, 3].map((place) => mark(place)?.textContent);
    expect(marks().some((text) => text?.includes('offline'))).toBe(false);
    await waitFor(() => expect(marks()).toEqual(['● offline', '◉ no prior', '◑ 4 of 10']));
    screen.getByText(/2 ready offline/);
    // One question for all rows in sight.
    expect(asked(station)).toHaveLength(1);
  });

  it('opens all conditions by a key or a press, and Escape gives the focus back to the row', async () => {
    await open([worklistRow(2, { expected: 10 })], { [studyId(2)]: AWAY });
    await waitFor(() => expect(mark(1)?.textContent).toBe('◉ no prior'));
    pressKey('ArrowDown');
    pressKey('i');
    const box = await screen.findByRole('dialog', { name: 'Ready offline' });
    const lines = within(box)
      .getAllByRole('listitem')
      .map((line) => line.textContent);
    expect(lines).toHaveLength(8);
    expect(lines).toContain('■ missing: without prior 2019-03, archive unreachable');
    expect(lines).toContain('– not wanted: the site sends no orders');
    expect(document.activeElement).toBe(box);
    fireEvent.keyDown(box, { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement?.getAttribute('data-study-id')).toBe(studyId(2));
    fireEvent.click(mark(1) ?? expect.fail('no mark'));
    await screen.findByRole('dialog', { name: 'Ready offline' });
  });

  it('asks again about what changed, and forgets all when the list is put away', async () => {
    const { station, worklist, told } = await open([worklistRow(2, { expected: 10 })], { [studyId(2)]: AWAY });
    await waitFor(() => expect(mark(1)?.textContent).toBe('◉ no prior'));
    told.set(studyId(2), READY);
    act(() => station.emit('worklist.changed', { studyIds: [studyId(2)] }));
    await waitFor(() => expect(mark(1)?.textContent).toBe('● offline'));
    act(() => stop?.());
    expect(worklist.readiness.view.getState()).toEqual({ facts: new Map(), asked: null });
  });
});
