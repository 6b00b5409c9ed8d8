// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { StandingPart } from '../../../../renderer/worklist/preview/standing-part.tsx';
import type { SiteStanding } from '../../../../shared/model/transfer.ts';
import { SourceId } from '../../../../shared/model/ids.ts';
import { mendDom, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';
import { jobId, studyId } from '../helpers/worklist-rows.ts';

const standing: SiteStanding = {
  ...{ sourceId: SourceId.parse(jobId(1)), sourceName: 'St. Anna', studyUid: '2.25.1', completeAt: null, changes: [] },
  checkedAt: '2026-11-22T02:14:00Z',
  series: [
    {
      ...{ seriesUid: '2.25.1.1', modality: 'CT', description: 'Thorax', expected: 120, received: 118 },
      ...{ verified: 117, decodable: 116, missing: [] },
    },
    {
      ...{ seriesUid: '2.25.1.2', modality: 'SR', description: null, expected: null, received: 1 },
      ...{ verified: 1, decodable: 0, missing: [] },
    },
  ],
};

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

it('keeps what the site has, what is here, what was read back and what can be decoded apart, when it is opened', async () => {
  const station = new FakeStation({ 'study.standing': () => ({ standings: [standing] }) });
  shown = show(station, <StandingPart studyId={studyId(1)} />);
  expect(station.asked).toEqual([]);
  const details = document.querySelector('details');
  if (details === null) throw new Error('nothing to open');
  details.open = true;
  fireEvent(details, new Event('toggle'));
  const table = await waitFor(() => screen.getByRole('table', { name: 'St. Anna' }));
  const rows = within(table)
    .getAllByRole('row')
    .map((row) => [...row.children].map((cell) => cell.textContent));
  expect(rows).toEqual([
    ['Series', 'at the site', 'here', 'read back', 'decodable'],
    ['CT Thorax', '120', '118', '117', '116'],
    ['SR', 'not said', '1', '1', '0'],
  ]);
});
