// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FiguresArea } from '../../../../renderer/review/areas/figures-area.tsx';
import { axisEnd, percentText } from '../../../../renderer/review/figures/figure-text.ts';
import { registryWords } from '../../../../renderer/review/figures/registry-part.tsx';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ReviewFigures } from '../../../../shared/model/review/figures.ts';
import type { MyFigures } from '../../../../shared/model/review/my-figures.ts';
import { Programme } from '../../../../shared/model/review/programme.ts';
import { reviewFigures } from '../../../../shared/review/figures.ts';
import type { FigureCase } from '../../../../shared/review/figures.ts';
import { firstProgress } from '../../../../shared/review/states.ts';
import { pseudonym, scoringOf } from '../../shared/review/made-up.ts';
import { mendDom, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';
import type { Answers } from '../helpers/fake-station.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

const AT_FIRST = firstProgress({ kind: 'radpeer', reviewer: pseudonym(8), author: pseudonym(9) });
const PROGRAMME = Programme.parse({
  ...{ format: 1, programmeId: pseudonym(50), version: 1, name: 'Chest of the year', kind: 'radpeer' },
  reviewers: [{ reader: pseudonym(8), modalities: [], regions: [], most: null }],
  ...{ authors: 'everyone', pairs: 'everyone', reciprocal: false, windowDays: 90, quotas: [], groupId: '4711' },
  ...{ targeted: { flags: [], share: 0 }, strata: [], allocation: 'equal', workloadDifference: 1, minimumN: 10 },
});
/** Two with enough, one with three cases, and another that is kept back beside it. */
const CASES: readonly FigureCase[] = Array.from({ length: 103 }, (_, at) => {
  const author = at < 50 ? 1 : at < 85 ? 2 : at < 100 ? 3 : 4;
  const score = author === 1 && at % 2 === 0 ? '2a' : at % 20 === 0 ? '2b' : '1';
  return {
    report: {
      ...{ author: pseudonym(author), modality: at % 2 === 0 ? 'CT' : 'MR', region: 'chest', shift: 'day' },
      signedAt: `2026-${at % 3 === 0 ? '09' : '10'}-05T08:00:00Z`,
    },
    progress: { ...AT_FIRST, state: 'closed', scoring: scoringOf({ score }), score },
    ...{ drawnAt: 0, closedAt: 3_600_000 * (at + 1), isMet: false },
  };
});
const ANSWERS: Answers = {
  'review.programmes': () => ({ programmes: [PROGRAMME] }),
  'review.figures': ({ event }) => reviewFigures(CASES, event, 10),
  'review.registry': () => ({ groupId: '4711', ready: 90, arbitration: 4, underWay: 2, lacking: [] }),
  'review.readers': () => ({ readers: [{ reader: pseudonym(1), name: 'Vera Vane', isOfStation: true }] }),
};

function area(answers: Answers, role: 'coordinator' | 'reader'): FakeStation {
  const station = new FakeStation(answers);
  shown = show(station, <FiguresArea />);
  const { access } = shown.services;
  act(() => {
    const state = { ...access.view.getState().state, reader: { personId: pseudonym(1), name: 'A', roles: [role] } };
    access.view.setState({ state: state as never });
  });
  return station;
}

const figure = (name: RegExp): HTMLElement => screen.getByRole('figure', { name });

describe('the figures of a programme', () => {
  it('are plots with their sums in words and the same as tables, and what is too few says so', async () => {
    area(ANSWERS, 'coordinator');
    const rates = await screen.findByRole('figure', { name: 'Rates by reader' });
    within(rates).getByRole('img', { name: /^Rates by reader: all \d+ of 103: / });
    expect(within(rates).getAllByText('fewer than 10 cases').length).toBeGreaterThanOrEqual(4);
    expect(rates.textContent).not.toMatch(/\b0 of 3\b|\b0 of 15\b/);
    within(rates).getByText(/found by subtraction/);
    within(figure(/^Readers about/)).getByText(/above the 99.8 % limit/);
    expect(within(figure(/^By month/)).getAllByRole('row', { hidden: true })).toHaveLength(3);
    within(figure(/^Agreement/)).getByRole('img', { name: /fewer than 10 cases/ });
    within(figure(/^Volume/)).getByRole('img', { name: 'Volume: 103 of 103 cases settled' });
    within(figure(/^From draw/)).getByRole('img', { name: /half within/ });
    await screen.findByText(/4 with a 2b, 3a or 3b wait for arbitration/);
  });

  it('name readers only when they are asked to, and save the table that is shown', async () => {
    const station = area(
      {
        ...ANSWERS,
        'app.chooseExport': () => ({ token: 'f'.repeat(64) as never }),
        'review.exportFigures': () => ({ file: '/tmp/x.csv' }),
      },
      'coordinator',
    );
    await screen.findByRole('figure', { name: 'Rates by reader' });
    expect(document.body.textContent).not.toContain('Vera Vane');
    fireEvent.click(screen.getByRole('button', { name: 'Show names (recorded)' }));
    await screen.findAllByText('Vera Vane');
    fireEvent.change(screen.getByLabelText('Rates by'), { target: { value: 'modality' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save as CSV: Rates by modality' }));
    await waitFor(() =>
      expect(station.asked.at(-1)).toMatchObject({ name: 'review.exportFigures', request: { plot: 'modality' } }),
    );
  });

  it('stay while others are counted, and a failure says what to do and can be tried again', async () => {
    const held: ((figures: ReviewFigures) => void)[] = [];
    let fails = true;
    area(
      {
        ...ANSWERS,
        'review.figures': ({ event }) => {
          if (fails) throw new AppError('review/no-such-programme', 'gone');
          return event === 'any'
            ? reviewFigures(CASES, event, 10)
            : new Promise<ReviewFigures>((resolve) => held.push(resolve));
        },
      },
      'coordinator',
    );
    expect((await screen.findByRole('alert')).textContent).toContain('There is no such programme here');
    fails = false;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('figure', { name: 'Volume' });
    fireEvent.change(screen.getByLabelText('What counts'), { target: { value: 'significant' } });
    await waitFor(() => expect(held).toHaveLength(1));
    figure(/^Volume/);
    act(() => held[0]?.(reviewFigures(CASES, 'significant', 10)));
    await within(figure(/^Rates by reader/)).findByRole('img', { name: /all 3 of 103/ });
  });

  it('say that there is no programme, or that nothing was drawn', async () => {
    area({ ...ANSWERS, 'review.programmes': () => ({ programmes: [] }) }, 'coordinator');
    await screen.findByText('There is no programme yet');
    shown?.end();
    area({ ...ANSWERS, 'review.figures': ({ event }) => reviewFigures([], event, 10) }, 'coordinator');
    await screen.findByText('It has no case yet');
  });
});

const MINE: MyFigures = {
  event: 'any',
  programmes: [
    {
      ...{ programmeId: PROGRAMME.programmeId, name: 'Chest of the year', kind: 'radpeer', minimumN: 10, settled: 20 },
      total: { cases: 20, events: 4, rate: 0.2, low: 0.08, high: 0.42 },
      by: (['modality', 'region', 'shift'] as const).map((dimension) => ({
        dimension,
        rows: [{ key: 'CT', shown: null }],
      })),
      months: [{ key: '2026-10', shown: null }],
      group: { cases: 60, least: 6, most: 8, low: 0.05, high: 0.24, until: '2026-10' },
      funnel: { place: 'within', lines: [{ cases: 30, low95: 0, high95: 0.3, low998: 0, high998: 0.4 }] },
      lessons: [
        {
          ...{ name: 'CASE-7K2M4P9Q', at: '2026-10-20T10:00:00.000Z', modality: 'CT', region: 'chest' },
          ...{ learningPoint: 'Look at the apices last.', errorClass: 'perception', greatCall: false },
        },
      ],
    },
  ],
};

describe('one’s own figures', () => {
  it('stand beside the others as bounds, with what one learned', async () => {
    const station = area({ 'review.myFigures': () => MINE }, 'reader');
    const beside = await screen.findByRole('figure', { name: 'You beside the others' });
    within(beside).getByRole('img', { name: /you 4 of 20: 20 % .*; the others 6 to 8 of 60/ });
    within(beside).getByText(/as they stood at the end of 2026-10/);
    screen.getByText('Look at the apices last.');
    expect(station.asked.map(({ name }) => name)).not.toContain('review.figures');
  });

  it('are saved plot by plot, of the events that are counted', async () => {
    const station = area(
      {
        'review.myFigures': ({ event }) => ({ ...MINE, event }),
        'app.chooseExport': () => ({ token: 'f'.repeat(64) as never }),
        'review.exportMyFigures': () => ({ file: '/tmp/mine.csv' }),
      },
      'reader',
    );
    await screen.findByRole('figure', { name: 'You beside the others' });
    fireEvent.change(screen.getByLabelText('What counts'), { target: { value: 'significant' } });
    for (const [title, plot] of [
      ['You beside the others', 'beside'],
      ['You about the rate of the others', 'funnel'],
      ['Yours by modality', 'modality'],
      ['By month of the report', 'months'],
    ] as const) {
      fireEvent.click(await screen.findByRole('button', { name: `Save as CSV: ${title}` }));
      await waitFor(() =>
        expect(station.asked.at(-1)).toMatchObject({
          name: 'review.exportMyFigures',
          request: { plot, event: 'significant', programmeId: PROGRAMME.programmeId },
        }),
      );
    }
  });

  it('say when there is nothing of oneself, and when the others are too few', async () => {
    area({ 'review.myFigures': () => ({ event: 'any', programmes: [] }) }, 'reader');
    await screen.findByText('No report of yours has come to anything yet');
    shown?.end();
    const few = MINE.programmes.map((one) => ({ ...one, group: null, funnel: null, total: null }));
    area({ 'review.myFigures': () => ({ event: 'any', programmes: few }) }, 'reader');
    const beside = await screen.findByRole('figure', { name: 'You beside the others' });
    within(beside).getByRole('img', { name: /fewer than 10 cases, or of fewer than three readers/ });
  });
});

describe('words of figures', () => {
  it.each([
    [0.175, '17.5 %'],
    [0.2, '20 %'],
    [0, '0 %'],
  ])('%d is %s', (rate, text) => expect(percentText(rate)).toBe(text));

  it.each([
    [[0.13], 1, 0.2],
    [[0.9], 1, 1],
    [[37], Infinity, 50],
    [[], 1, 1],
  ])('the axis of %o, %d at most, ends at %d', (values, most, end) =>
    expect(axisEnd(values, most)).toBeCloseTo(end, 10),
  );

  it('say what waits and who has no number', () => {
    const state = { groupId: '1', ready: 3, arbitration: 0, underWay: 0, lacking: [{ name: 'P. Other', cases: 2 }] };
    expect(registryWords(state)).toBe(
      '3 cases are ready. Left out, for want of a number of their physician: P. Other (2).',
    );
    expect(registryWords({ ...state, groupId: null })).toMatch(/nothing leaves/);
  });
});
