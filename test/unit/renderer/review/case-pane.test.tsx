// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CasePane } from '../../../../renderer/review/case-pane.tsx';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ProgrammeId, ReviewId } from '../../../../shared/model/ids.ts';
import type { ReviewMoveKind, ReviewRole, ReviewState } from '../../../../shared/model/review/review.ts';
import type { ReviewView } from '../../../../shared/model/review/review-view.ts';
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
const READ = { findings: [], text: 'Clear.' };

function view(state: ReviewState, moves: readonly ReviewMoveKind[], role: ReviewRole = 'reviewer'): ReviewView {
  return {
    row: {
      ...{ reviewId, name: 'CASE-7K2M4P9Q', programmeId: ProgrammeId.parse(idText(3)), programmeName: 'Chest' },
      ...{ kind: 'radpeer', role, state, modality: 'CT', region: 'chest', moves: [...moves] },
      ...{ drawnAt: '2026-10-20T10:00:00.000Z', met: null, pixels: false },
    },
    ...{ blind: true, copy: null, report: null, compared: null, read: READ, lockedHash: null, lockedAt: null },
    ...{ unblindReason: null, scoring: null, opinions: [], score: null, outcome: 'none', reply: null, disputed: null },
    ...{ skipped: null, told: false },
  };
}

/** A station at which the case stands as it was put last. */
class Elsewhere {
  now: ReviewView;
  isRefused = false;
  readonly station: FakeStation;

  constructor(first: ReviewView) {
    this.now = first;
    this.station = new FakeStation({
      'review.see': () => this.now,
      'review.order': () => ({ order: null }),
      'review.readers': () => ({ readers: [] }),
      'review.saveRead': () => {
        if (this.isRefused) throw new AppError('review/wrong-state', 'what is locked stays');
        return {};
      },
      'review.move': () => (this.now = view('scored', [])),
    });
    shown = show(this.station, <CasePane reviewId={reviewId} />);
  }

  move(next: ReviewView): void {
    this.now = next;
    act(() => this.station.emit('review.changed', { reviewId }));
  }
}

const words = (label: string | RegExp): HTMLTextAreaElement => screen.getByLabelText(label);
const isEnabled = (name: string): boolean => !screen.getByRole<HTMLButtonElement>('button', { name }).disabled;

describe('a case that is moved from elsewhere while its pane is open', () => {
  it('is shown as it stands then, and what is typed stays under the cursor', async () => {
    const { station } = new Elsewhere(view('reading', ['lock', 'skip']));
    const text = await screen.findByLabelText<HTMLTextAreaElement>(/Anything else/);
    text.focus();
    fireEvent.change(text, { target: { value: 'A nodule, 12 mm' } });
    act(() => station.emit('review.changed', { reviewId }));
    await waitFor(() => expect(station.asked.filter(({ name }) => name === 'review.see')).toHaveLength(2));
    expect(words(/Anything else/)).toBe(text);
    expect(text.value).toBe('A nodule, 12 mm');
    expect(document.activeElement).toBe(text);
  });

  it('keeps findings in sight that came too late for the lock, and says so', async () => {
    const elsewhere = new Elsewhere(view('reading', ['lock']));
    const text = await screen.findByLabelText<HTMLTextAreaElement>(/Anything else/);
    elsewhere.isRefused = true;
    fireEvent.change(text, { target: { value: 'And one more' } });
    elsewhere.move(view('locked', ['reveal']));
    await screen.findByText('What you typed here last is no part of it', { exact: false });
    expect(words(/Anything else/).value).toBe('And one more');
    expect(screen.queryByRole('button', { name: 'Lock findings' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Put it away' }));
    expect(screen.queryByLabelText(/Anything else/)).toBeNull();
  });

  it('keeps a score that was not given, which cannot be given any more', async () => {
    const elsewhere = new Elsewhere(view('revealed', ['score']));
    const comment = await screen.findByLabelText<HTMLTextAreaElement>('Comment');
    fireEvent.change(comment, { target: { value: 'Seen on the lung window' } });
    fireEvent.click(screen.getByRole('radio', { name: /^2a/ }));
    expect(isEnabled('Score')).toBe(true);
    elsewhere.move(view('skipped', []));
    await screen.findByText('skipped');
    expect(words('Comment').value).toBe('Seen on the lung window');
    expect(isEnabled('Score')).toBe(false);
  });

  it('keeps a dialog that is open with its words, and does not let it be given', async () => {
    const elsewhere = new Elsewhere(view('reading', ['skip'], 'coordinator'));
    fireEvent.click(await screen.findByRole('button', { name: 'Skip this case …' }));
    fireEvent.change(words('In your words'), { target: { value: 'Too old' } });
    expect(isEnabled('Skip this case')).toBe(true);
    elsewhere.move(view('scored', ['agree'], 'coordinator'));
    await screen.findByText('this can no longer be done', { exact: false });
    expect(words('In your words').value).toBe('Too old');
    expect(isEnabled('Skip this case')).toBe(false);
    elsewhere.move(view('closed', [], 'coordinator'));
    await screen.findByText('closed');
    expect(words('In your words').value).toBe('Too old');
  });

  it('does not take its own move for one of somebody else', async () => {
    const { station } = new Elsewhere(view('revealed', ['score']));
    fireEvent.click(await screen.findByRole('radio', { name: /^1/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Score' }));
    act(() => station.emit('review.changed', { reviewId }));
    await screen.findByText('scored');
    await waitFor(() => expect(station.asked.filter(({ name }) => name === 'review.see')).toHaveLength(2));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
