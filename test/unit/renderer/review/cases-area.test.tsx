// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CasesArea } from '../../../../renderer/review/areas/cases-area.tsx';
import { AppError, toWire } from '../../../../shared/errors/app-error.ts';
import { ProgrammeId, ReviewId, StudyId } from '../../../../shared/model/ids.ts';
import type { ReviewRow, ReviewView } from '../../../../shared/model/review/review-view.ts';
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

const reviewId = ReviewId.parse(idText(1));
const studyId = StudyId.parse(idText(2));
const ROW: ReviewRow = {
  ...{ reviewId, name: 'CASE-7K2M4P9Q', programmeId: ProgrammeId.parse(idText(3)), programmeName: 'Chest' },
  ...{ kind: 'radpeer', role: 'reviewer', state: 'reading', modality: 'CT', region: 'chest' },
  ...{ drawnAt: '2026-10-20T10:00:00.000Z', met: null, moves: ['lock'], pixels: true },
};
const view = (copy: ReviewView['copy']): ReviewView => ({
  ...{ row: ROW, blind: true, copy, report: null, compared: null, read: null, lockedHash: null, lockedAt: null },
  ...{ unblindReason: null, scoring: null, opinions: [], score: null, outcome: 'none', reply: null, disputed: null },
  ...{ skipped: null, told: false },
});
const COPY: ReviewView['copy'] = { studyId, leftOut: [] };
const FAILED = { reviewId, error: toWire(new AppError('disk/full', 'no room')) };

/** @param opens what the station does with each press, and what it answers: null while the copy is made */
async function list(opens: (station: FakeStation, press: number) => ReviewView['copy']): Promise<{
  station: FakeStation;
  onClose: ReturnType<typeof vi.fn>;
  button: HTMLElement;
}> {
  let presses = 0;
  const station: FakeStation = new FakeStation({
    'review.list': () => ({ cases: [ROW] }),
    // As between processes: what is asked is answered later.
    'review.open': async () => {
      await Promise.resolve();
      return view(opens(station, (presses += 1)));
    },
  });
  const onClose = vi.fn();
  shown = show(station, <CasesArea onClose={onClose} />);
  const button = await screen.findByRole('button', { name: 'Open CASE-7K2M4P9Q' });
  return { station, onClose, button };
}

const isEnabled = (button: HTMLElement): boolean => !(button as HTMLButtonElement).disabled;

describe('a case that is opened', () => {
  it('says when its copy could not be made, and tries again when it is pressed again', async () => {
    const { station, onClose, button } = await list((_station, press) => (press === 1 ? null : COPY));
    fireEvent.click(button);
    await screen.findByText(/Making a copy without names/);
    expect(isEnabled(button)).toBe(false);
    act(() => station.emit('review.copyFailed', { ...FAILED, reviewId: ReviewId.parse(idText(9)) }));
    expect(screen.queryByRole('alert')).toBeNull();
    act(() => station.emit('review.copyFailed', FAILED));
    expect((await screen.findByRole('alert')).textContent).toMatch(/disk/i);
    expect(screen.queryByText(/Making a copy/)).toBeNull();
    expect(isEnabled(button)).toBe(true);
    expect(onClose).not.toHaveBeenCalled();
    fireEvent.click(button);
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('does not wait for a failure that came before the answer', async () => {
    const { button } = await list((station) => {
      act(() => station.emit('review.copyFailed', FAILED));
      return null;
    });
    fireEvent.click(button);
    await screen.findByRole('alert');
    expect(screen.queryByText(/Making a copy/)).toBeNull();
    expect(isEnabled(button)).toBe(true);
  });

  it('goes on the desk once when its copy is there, also where that was before the answer', async () => {
    const { onClose, button } = await list((station, press) => {
      if (press === 1) act(() => station.emit('review.changed', { reviewId }));
      return press === 1 ? null : COPY;
    });
    fireEvent.click(button);
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(screen.queryByText(/Making a copy/)).toBeNull();
  });

  it('says what refused it', async () => {
    const { button, onClose } = await list(() => {
      throw new AppError('review/no-copy', 'no UID');
    });
    fireEvent.click(button);
    expect((await screen.findByRole('alert')).textContent).toContain('No copy of this study can be made');
    expect(onClose).not.toHaveBeenCalled();
  });

  it('is begun where it has no pictures, so that its findings can be locked', async () => {
    let state: ReviewRow['state'] = 'drawn';
    const now = (): ReviewView => {
      const moves: ReviewRow['moves'] = state === 'drawn' ? ['skip'] : ['lock', 'skip'];
      return { ...view(null), row: { ...ROW, pixels: false, state, moves } };
    };
    const station = new FakeStation({
      'review.list': () => ({ cases: [now().row] }),
      'review.open': () => {
        state = 'reading';
        return now();
      },
      'review.see': now,
      'review.order': () => ({ order: null }),
    });
    shown = show(station, <CasesArea onClose={vi.fn()} />);
    fireEvent.click(await screen.findByRole('button', { name: 'Open CASE-7K2M4P9Q' }));
    await screen.findByRole('button', { name: 'Lock findings' });
  });
});
