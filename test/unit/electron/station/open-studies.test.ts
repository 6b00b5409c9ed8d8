import { describe, expect, it } from 'vitest';
import { OpenStudies } from '../../../../electron/station/open-studies.ts';
import { newId } from '../../../../electron/station/kernel/ids.ts';
import { ObjectId, StudyId } from '../../../../shared/model/ids.ts';

const studyId = StudyId.parse(newId());
const [first, late] = [ObjectId.parse(newId()), ObjectId.parse(newId())];

/** Of a study as far as it is looked at here. */
const opened = { study: { studyId }, series: [{ images: [{ objectId: first }] }] };
const preview = {
  series: [first, late].map((objectId) => ({ thumbnail: { objectId, frame: 1 } })),
};

describe('a study that is open and looked at in the list', () => {
  it('lends the thumbnails of what came since it was opened, and no other picture of it', () => {
    const studies = new OpenStudies(() => []);
    studies.opened('page', opened);
    expect(studies.mayShow('page', late, true)).toBe(false);
    studies.previewed('page', studyId, preview);
    expect([studies.mayShow('page', late, true), studies.mayShow('page', late, false)]).toEqual([true, false]);
    expect(studies.mayShow('page', first, false)).toBe(true);
    studies.closed('page', studyId);
    expect(studies.mayShow('page', first, false)).toBe(false);
    expect(studies.mayShow('other page', late, true)).toBe(false);
  });
});
