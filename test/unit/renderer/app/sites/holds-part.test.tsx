// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HoldsPart } from '../../../../../renderer/app/sites/holds-part.tsx';
import { StudyId } from '../../../../../shared/model/ids.ts';
import type { HeldStudy } from '../../../../../shared/model/retention-view.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';
import { worklistRow } from '../../helpers/worklist-rows.ts';

const studyId = StudyId.parse('01jd0000000000000000000000');
const HELD: HeldStudy = {
  ...{ studyId, siteName: 'St. Anna', objects: 842, at: '2026-11-22T09:00:00.000Z', reason: 'legal' },
  byName: 'Ada Reader',
};

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

function open(first: readonly HeldStudy[] = []) {
  let holds = [...first];
  const station = new FakeStation({
    'retention.holds': () => ({ holds, more: false }),
    'retention.note': ({ note }) => {
      if (note.kind === 'release') holds = [];
      return { studies: 1 };
    },
  });
  return station;
}
const asked = (station: FakeStation): unknown[] =>
  station.asked.filter(({ name }) => name === 'retention.note').map(({ request }) => request);

describe('what is on hold, in the settings', () => {
  it('is listed with why, since when and by whom, and released', async () => {
    const station = open([HELD]);
    shown = show(station, <HoldsPart row={null} />);
    fireEvent.click(screen.getByRole('button', { name: 'Look at what is on hold' }));
    const list = within(await screen.findByRole('list', { name: 'On hold' }));
    expect(list.getByRole('listitem').textContent).toMatch(
      /^St\. Anna, 842 objects, since 2026-11-22 .* by Ada Reader: a court or an insurer wants it kept\./,
    );
    fireEvent.click(list.getByRole('button', { name: `Release study ${studyId}` }));
    await screen.findByText('Nothing is on hold.');
    expect(asked(station)).toEqual([{ target: { kind: 'study', studyId }, note: { kind: 'release' } }]);
  });

  it('is put there by a reason of the list, for the study that is chosen', async () => {
    const station = open();
    const row = worklistRow(1);
    shown = show(station, <HoldsPart row={row} />);
    fireEvent.change(screen.getByLabelText('Why'), { target: { value: 'teaching' } });
    fireEvent.click(screen.getByRole('button', { name: 'Write it down', hidden: true }));
    await screen.findByText('Written down for 1 study.');
    expect(asked(station)).toEqual([
      { target: { kind: 'study', studyId: row.studyId }, note: { kind: 'hold', reason: 'teaching' } },
    ]);
  });

  it('takes an event for every study of a site, and a delivery for one study only', async () => {
    const station = open();
    shown = show(station, <HoldsPart row={null} />);
    fireEvent.change(screen.getByLabelText('What'), { target: { value: 'contract-end' } });
    fireEvent.change(screen.getByLabelText('Of'), { target: { value: 'site' } });
    fireEvent.change(screen.getByLabelText(/^Name of the site/), { target: { value: 'St. Anna' } });
    fireEvent.click(screen.getByRole('button', { name: 'Write it down', hidden: true }));
    await screen.findByText('Written down for 1 study.');
    expect(asked(station)).toMatchObject([
      { target: { kind: 'site', site: 'St. Anna' }, note: { kind: 'event', event: 'contract-end' } },
    ]);
    fireEvent.change(screen.getByLabelText('What'), { target: { value: 'delivered' } });
    expect(screen.queryByRole('option', { name: /every study/, hidden: true })).toBeNull();
    screen.getByLabelText('Study Instance UID');
  });
});
