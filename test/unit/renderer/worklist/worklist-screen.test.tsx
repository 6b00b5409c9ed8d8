// @vitest-environment jsdom
import { act, fireEvent, screen, within, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ListContext, Transfers, Worklist, WorklistScreen } from '../../../../renderer/worklist/index.ts';
import { FileToken } from '../../../../shared/contract/file-token.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { mendDom, pressKey, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';
import type { Answers } from '../helpers/fake-station.ts';
import { jobId, studyId, worklistRow } from '../helpers/worklist-rows.ts';

const SAMPLES = FileToken.parse('5a'.repeat(32));

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

async function open(first: readonly WorklistRow[], more: Answers = {}) {
  let rows = first;
  const station = new FakeStation({
    'worklist.list': () => ({ rows: [...rows], total: rows.length }),
    'jobs.list': () => ({ jobs: [] }),
    ...more,
  });
  const opened = vi.fn();
  const worklist = new Worklist(station);
  const transfers = new Transfers(station, () => undefined);
  shown = show(
    station,
    <ListContext value={{ worklist, transfers }}>
      <WorklistScreen onOpen={opened} />
    </ListContext>,
  );
  await act(() => worklist.refresh());
  const arrive = async (next: readonly WorklistRow[]): Promise<void> => {
    rows = next;
    await act(() => worklist.refresh());
  };
  return { station, worklist, opened, arrive };
}

const names = (): (string | null)[] =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.querySelector('[data-column="patient"]')?.textContent ?? null);

describe('WorklistScreen', () => {
  it('is a grid named Worklist with the patient written as NAME, Given', async () => {
    await open([worklistRow(1), worklistRow(2, { studyDate: '20250102' })]);
    const grid = screen.getByRole('grid', { name: 'Worklist' });
    expect([grid.getAttribute('aria-rowcount'), names()]).toEqual(['3', ['NAME02, Test', 'NAME01, Test']]);
    expect(screen.getAllByRole('row')[1]?.getAttribute('data-study-uid')).toBe('2.25.2');
  });

  it('opens the focused study by its id, whatever arrived above it', async () => {
    const { opened, arrive } = await open([worklistRow(1)]);
    pressKey('ArrowDown');
    expect(document.activeElement?.getAttribute('data-study-id')).toBe(studyId(1));
    await arrive([worklistRow(2, { priority: 'stat' }), worklistRow(1)]);
    expect(names()).toEqual(['NAME01, Test']);
    screen.getByRole('button', { name: /^1 new, 1 STAT/ });
    pressKey('Enter');
    expect(opened.mock.calls).toEqual([[studyId(1)]]);
    pressKey('u');
    expect(names()).toEqual(['NAME02, Test', 'NAME01, Test']);
    expect(document.activeElement?.getAttribute('data-study-id')).toBe(studyId(1));
    pressKey('Enter');
    expect(opened.mock.calls).toEqual([[studyId(1)], [studyId(1)]]);
  });

  it('does not open a study that left the store', async () => {
    const { opened, arrive } = await open([worklistRow(1), worklistRow(2)]);
    pressKey('ArrowDown');
    await arrive([worklistRow(2)]);
    expect(document.activeElement?.getAttribute('aria-disabled')).toBe('true');
    pressKey('Enter');
    expect(opened).not.toHaveBeenCalled();
  });

  it('goes to the search with / and keeps the focus there while the list changes', async () => {
    const { arrive, worklist } = await open([worklistRow(1)]);
    pressKey('/');
    const field = screen.getByRole('searchbox', { name: 'Search the worklist' });
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: 'u' } });
    pressKey('u');
    await arrive([]);
    screen.getByText('No study fits this search');
    expect(document.activeElement).toBe(field);
    pressKey('Escape');
    expect(worklist.view.getState().search).toBe('');
  });

  it('sorts by a column and says so', async () => {
    const header = () => within(screen.getByRole('columnheader', { name: 'images' })).getByRole('button');
    await open([worklistRow(1, { received: 5 }), worklistRow(2, { received: 50 })]);
    fireEvent.click(header());
    expect(names()).toEqual(['NAME02, Test', 'NAME01, Test']);
    expect(screen.getByRole('columnheader', { name: 'images' }).getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(header());
    expect(names()).toEqual(['NAME01, Test', 'NAME02, Test']);
  });

  it('imports the samples with one press when there is nothing yet', async () => {
    const { station } = await open([], {
      'app.samples': () => ({ token: SAMPLES, bytes: 1 }),
      'archive.import': () => ({ jobId: jobId(1) }),
    });
    fireEvent.click(screen.getByRole('button', { name: 'Open the sample studies' }));
    await waitFor(() => screen.getByRole('complementary', { name: 'Transfers' }));
    await waitFor(() =>
      expect(station.asked).toContainEqual({
        name: 'archive.import',
        request: { token: SAMPLES, site: null },
      }),
    );
  });

  it('names the other groups of a name and marks an identity that does not fit', async () => {
    const row = worklistRow(1);
    const name = { alphabetic: 'Yamada^Tarou', ideographic: '山田^太郎', phonetic: '' };
    await open([{ ...row, patient: { ...row.patient, name, identityConflict: true } }]);
    expect(names()).toEqual(['▲ identity YAMADA, Tarou山田, 太郎']);
    expect(document.querySelectorAll('[data-column="patient"] bdi')).toHaveLength(2);
  });
});
