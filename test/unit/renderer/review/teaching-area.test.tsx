// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { TeachingArea } from '../../../../renderer/review/areas/teaching-area.tsx';
import type { Request } from '../../../../shared/contract/index.ts';
import { ConferenceId, StudyId } from '../../../../shared/model/ids.ts';
import type { Conference } from '../../../../shared/model/review/conference.ts';
import { idText } from '../../shared/review/made-up.ts';
import { mendDom, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

const BLANK = { reviewId: null, question: '', learningPoint: '', presenterNotes: '', minutes: 10 };
const LIST: Conference = {
  ...{ conferenceId: ConferenceId.parse(idText(1)), revision: 1, title: 'Rounds' },
  cases: [2, 3].map((n) => ({ ...BLANK, studyId: StudyId.parse(idText(n)), label: `CT ${n}` })),
};

it('keeps what is typed while something else is being kept, and loses nothing of either', async () => {
  const waiting: (() => void)[] = [];
  const kept: Request<'review.saveConference'>[] = [];
  const station = new FakeStation({
    'review.conferences': () => ({ conferences: [LIST] }),
    'review.teachable': () => ({ cases: [] }),
    'review.saveConference': async (request) => {
      kept.push(request);
      await new Promise<void>((resolve) => waiting.push(resolve));
      const cases = LIST.cases.map((one, at) => ({ ...one, question: request.cases[at]?.question ?? '' }));
      return { ...LIST, revision: request.revision + 1, cases };
    },
  });
  shown = show(station, <TeachingArea onClose={() => undefined} />);
  const [first, second] = await screen.findAllByLabelText('Question to the audience');
  if (first === undefined || second === undefined) throw new Error('there are two cases');
  const write = (field: HTMLElement, words: string): void => {
    fireEvent.change(field, { target: { value: words } });
    fireEvent.blur(field);
  };
  write(first, 'What is missing?');
  await waitFor(() => expect(kept).toHaveLength(1));
  write(second, 'And here?');
  act(() => waiting.shift()?.());
  await waitFor(() => expect(kept).toHaveLength(2));
  act(() => waiting.shift()?.());
  expect(kept.map(({ revision, cases }) => [revision, ...cases.map(({ question }) => question)])).toEqual([
    [1, 'What is missing?', ''],
    [2, 'What is missing?', 'And here?'],
  ]);
  await waitFor(() =>
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Move 2. CT 3 up' }).disabled).toBe(false),
  );
});
