import { describe, expect, it } from 'vitest';
import type { StudyId } from '../../../../../shared/model/ids.ts';
import { NO_CASES, OpenCases } from '../../../../../shared/model/open-cases.ts';
import { CaseBook } from '../../../../../renderer/app/cases/index.ts';
import type { StationLink } from '../../../../../renderer/app/station-link.ts';
import { studyOf } from '../../../shared/hanging/studies.ts';

const [one, two] = [1, 2].map((number) => studyOf(number, []).study.studyId) as [StudyId, StudyId];

/** Stands in for the station, which is another process: the test says what it kept before, and sees what it is told to keep. */
function station(before: OpenCases) {
  const kept: OpenCases[] = [];
  const call = ((name, request) => {
    if (name === 'reading.cases') return Promise.resolve(before);
    kept.push(OpenCases.parse(request));
    return Promise.resolve({ savedAt: '2026-11-23T08:00:00.000Z' });
  }) as StationLink['call'];
  return { kept, link: { call } };
}

describe('the cases of a reader after a restart', () => {
  it('come back; one that never stood is kept as one that waits, so that the next start shows the list', async () => {
    const { kept, link } = station({ onDesk: one, aside: [] });
    const book = new CaseBook(link, null);
    await book.load();
    expect(book.view.getState()).toEqual({ onDesk: one, aside: [] });
    expect(kept).toEqual([{ onDesk: null, aside: [expect.objectContaining({ studyId: one })] }]);
    book.stands();
    book.stands();
    expect(kept.slice(1)).toEqual([{ onDesk: one, aside: [] }]);
  });

  it('give way to what the reader opened meanwhile', async () => {
    const { kept, link } = station({ onDesk: one, aside: [] });
    const book = new CaseBook(link, null);
    const loading = book.load();
    book.open(two);
    await loading;
    expect(book.view.getState()).toEqual({ onDesk: two, aside: [] });
    book.stands();
    expect(kept).toEqual([{ onDesk: two, aside: [] }]);
  });

  it('leave what a page that was loaded anew has on its desk', async () => {
    const { kept, link } = station(NO_CASES);
    const book = new CaseBook(link, two);
    await book.load();
    expect(book.view.getState()).toEqual({ onDesk: two, aside: [] });
    expect(kept).toEqual([]);
  });
});

it('a case that is closed is kept as closed before the one that it had interrupted is shown', async () => {
  const { kept, link } = station(NO_CASES);
  const book = new CaseBook(link, one);
  await book.load();
  book.putAside(two);
  const said: string[] = [];
  book.view.subscribe(({ onDesk }) => said.push(`${onDesk === one} after ${kept.length}`));
  book.close();
  expect(said).toEqual(['true after 2']);
  expect(kept.at(-1)).toEqual({ onDesk: one, aside: [] });
});
