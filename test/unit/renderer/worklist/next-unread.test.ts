import { describe, expect, it } from 'vitest';
import { nextUnread } from '../../../../renderer/worklist/next-unread.ts';
import { DEFAULT_SORT } from '../../../../renderer/worklist/sort.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { studyId, worklistRow } from '../helpers/worklist-rows.ts';

const list = (...rows: readonly WorklistRow[]) => ({
  rows: new Map(rows.map((row) => [row.studyId, row])),
  gone: new Set<WorklistRow['studyId']>(),
  sort: DEFAULT_SORT,
});
/** Newer studies stand first. */
const dated = (seed: number, year: number, reportState: WorklistRow['reportState'] = 'none'): WorklistRow =>
  worklistRow(seed, { studyDate: `${year}0101`, reportState });

describe('the next unread study', () => {
  it('is the one below in the order of the list, past what was read', () => {
    const view = list(dated(1, 2026), dated(2, 2025), dated(3, 2024, 'final'), dated(4, 2023, 'draft'), dated(5, 2022));
    expect(nextUnread(view, studyId(2))).toBe(studyId(5));
    expect(nextUnread(view, studyId(1))).toBe(studyId(2));
  });

  it('begins again at the top after the last', () => {
    expect(nextUnread(list(dated(1, 2026), dated(2, 2025)), studyId(2))).toBe(studyId(1));
  });

  it('is never the study itself, nor one that is gone', () => {
    const view = list(dated(1, 2026), dated(2, 2025));
    expect(nextUnread({ ...view, gone: new Set([studyId(2)]) }, studyId(1))).toBeNull();
    expect(nextUnread(list(dated(1, 2026)), studyId(1))).toBeNull();
  });

  it('begins at the top where the study is not in the list', () => {
    expect(nextUnread(list(dated(1, 2026), dated(2, 2025)), studyId(9))).toBe(studyId(1));
  });
});
