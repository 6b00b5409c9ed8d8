// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ListContext, Transfers, Worklist, WorklistScreen } from '../../../../renderer/worklist/index.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { mendDom, pressKey, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';
import { worklistRow } from '../helpers/worklist-rows.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

async function open(row: WorklistRow) {
  let current = row;
  const station = new FakeStation({
    'worklist.list': () => ({ rows: [current], total: 1 }),
    'prefetch.pin': (request) => {
      const { pin } = request as { pin: 'pinned' | 'on-call' | 'claimed' | null };
      const { kept: _before, ...rest } = current;
      current = pin === null ? rest : { ...rest, kept: { pin, mine: true } };
      return {};
    },
    'study.preview': () => ({ series: [], priors: [] }),
    'jobs.list': () => ({ jobs: [] }),
  });
  const worklist = new Worklist(station);
  const transfers = new Transfers(station, () => undefined);
  shown = show(
    station,
    <ListContext value={{ worklist, transfers }}>
      <WorklistScreen onOpen={() => undefined} />
    </ListContext>,
  );
  await act(() => worklist.refresh());
  return station;
}

const patient = () => screen.getAllByRole('row')[1]?.querySelector('[data-column="patient"]')?.textContent;
const pins = (station: FakeStation) =>
  station.asked.filter(({ name }) => name === 'prefetch.pin').map(({ request }) => request);

describe('the focused case', () => {
  it('is claimed with one key, shown, and let go with the same key', async () => {
    const station = await open(worklistRow(1));
    pressKey('ArrowDown');
    pressKey('c');
    await waitFor(() => expect(patient()).toBe('◈ mine NAME01, Test'));
    pressKey('c');
    await waitFor(() => expect(patient()).toBe('NAME01, Test'));
    expect(pins(station)).toEqual([
      { studyUid: '2.25.1', pin: 'claimed' },
      { studyUid: '2.25.1', pin: null },
    ]);
  });

  it('is kept here or on call by the menu, which says what the next press does', async () => {
    await open(worklistRow(1, { kept: { pin: 'pinned', mine: false } }));
    expect(patient()).toBe('▪ kept NAME01, Test');
    pressKey('ArrowDown');
    fireEvent.click(screen.getByRole('button', { name: /^Case/ }));
    screen.getByRole('menuitem', { name: /^Need not stay here/ });
    fireEvent.click(screen.getByRole('menuitem', { name: /^Keep here: I am on call/ }));
    await waitFor(() => expect(patient()).toBe('◈ on call NAME01, Test'));
  });

  it('cannot be kept where nobody knows which study it will be', async () => {
    const station = await open(worklistRow(1, { studyUid: 'order 17' }));
    pressKey('ArrowDown');
    pressKey('k');
    expect(pins(station)).toEqual([]);
  });
});
