// @vitest-environment jsdom
import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNotices, NoticesProvider } from '../../../../renderer/app/notices/index.ts';
import { useHold } from '../../../../renderer/hold/index.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { CaseHold } from '../../../../shared/model/case-hold.ts';
import { CaseHoldId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import { mendDom, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';

const studyId = StudyId.parse('01jd0000000000000000000000');
const HOLD: CaseHold = {
  holdId: CaseHoldId.parse('01jd0000000000000000000001'),
  ...{ studyId, cause: 'more-images', note: 'Axial', by: PersonId.parse('0'.repeat(26)), ended: null },
  at: '2026-11-23T09:00:00.000Z',
};

function Line() {
  return <p aria-label="Hold">{useHold(studyId)}</p>;
}

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

describe('what the station says of an open study', () => {
  it('is asked again when something of that study changed, and of no other', async () => {
    let holds: readonly CaseHold[] = [];
    const station = new FakeStation({ 'hold.ofStudy': () => ({ holds: [...holds] }) });
    shown = show(station, <Line />);
    await act(async () => Promise.resolve());
    expect(screen.getByLabelText('Hold').textContent).toBe('');
    holds = [HOLD];
    const other = StudyId.parse('01jd0000000000000000000009');
    await act(async () => Promise.resolve(station.emit('worklist.changed', { studyIds: [other] })));
    expect(screen.getByLabelText('Hold').textContent).toBe('');
    await act(async () => Promise.resolve(station.emit('worklist.changed', { studyIds: [studyId] })));
    expect((await screen.findByText(/^ON HOLD: .*Axial$/)).textContent).toContain('ON HOLD');
  });

  it('is a notice where the station does not say it', async () => {
    const station = new FakeStation({
      'hold.ofStudy': () => Promise.reject(new AppError('disk/failed', 'the disk does not answer')),
    });
    const notices = createNotices();
    shown = show(
      station,
      <NoticesProvider notices={notices}>
        <Line />
      </NoticesProvider>,
    );
    await waitFor(() => expect(notices.getState().notices[0]?.title).toMatch(/^Hold of this case: /));
  });
});
