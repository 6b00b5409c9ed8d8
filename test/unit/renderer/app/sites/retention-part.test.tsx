// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RetentionPart } from '../../../../../renderer/app/sites/retention-part.tsx';
import { StudyId } from '../../../../../shared/model/ids.ts';
import type { RetentionPreview } from '../../../../../shared/model/retention-view.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';

const PLAN = 'ab'.repeat(32);
const studyId = StudyId.parse('01jd0000000000000000000000');
const PREVIEW: RetentionPreview = {
  ...{ at: '2026-11-22T12:00:00Z', studies: 1, objects: 12, bytes: 3_000_000, plan: PLAN, more: false, unruled: 2 },
  lastBackup: '2026-11-21T12:00:00Z',
  sites: [
    {
      ...{ siteCode: 'st-anna', siteName: 'St. Anna Group', serial: 2 },
      rule: 'A study is deleted 30 days after its report was delivered.',
      purge: [{ studyId, because: 'delivery', dueAt: '2026-11-20T12:00:00Z', objects: 12, bytes: 3_000_000 }],
      kept: [{ reason: 'not-delivered', studies: 4 }],
    },
  ],
};

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

describe('how long studies are kept, in the settings', () => {
  it('is looked at, with why the rest stays, and erased with the passphrase and the plan that was shown', async () => {
    const asked: unknown[] = [];
    const station = new FakeStation({
      'retention.preview': () => PREVIEW,
      'retention.purge': (request) => {
        asked.push(request);
        return { studies: 1, keys: 1, files: 12, recoveryKey: null };
      },
    });
    shown = show(station, <RetentionPart />);
    fireEvent.click(screen.getByRole('button', { name: 'Look at what is due' }));
    await waitFor(() => expect(screen.getByText(/^Due: 1 study, 12 objects/)).toBeTruthy());
    const lines = screen.getAllByRole('listitem').map((line) => line.textContent);
    expect(lines).toEqual([
      '1 study would be erased: 1 since its report was delivered.',
      '4 studies kept: nobody confirmed that the site has the last report.',
    ]);
    fireEvent.change(screen.getByLabelText(/Your own passphrase/), { target: { value: 'correct horse' } });
    fireEvent.click(screen.getByRole('button', { name: 'Erase 1 study for good' }));
    await waitFor(() => expect(screen.getByText('1 study erased for good: keys, files and rows.')).toBeTruthy());
    expect(asked).toEqual([{ plan: PLAN, proof: 'correct horse' }]);
  });

  it('offers no erasing where nothing is due', async () => {
    const nothing = { ...PREVIEW, studies: 0, objects: 0, bytes: 0, plan: null };
    shown = show(new FakeStation({ 'retention.preview': () => nothing }), <RetentionPart />);
    fireEvent.click(screen.getByRole('button', { name: 'Look at what is due' }));
    await waitFor(() => expect(screen.getByText('Nothing is due.')).toBeTruthy());
    expect(screen.queryByRole('button', { name: /Erase/ })).toBeNull();
  });
});
