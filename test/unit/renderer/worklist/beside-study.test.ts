import { describe, expect, it } from 'vitest';
import { besideStudy } from '../../../../renderer/worklist/beside-study.ts';
import { DEFAULT_SORT } from '../../../../renderer/worklist/sort.ts';
import type { WorklistTab } from '../../../../renderer/worklist/tab-filter.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { studyId, worklistRow } from '../helpers/worklist-rows.ts';

/** Newer studies stand first. */
const dated = (seed: number, year: number, reportState: WorklistRow['reportState'] = 'none'): WorklistRow =>
  worklistRow(seed, { studyDate: `${year}0101`, reportState });
const ROWS = [dated(1, 2026), dated(2, 2025, 'draft'), dated(3, 2024, 'final'), dated(4, 2023)];
const list = (tab: WorklistTab, gone: readonly WorklistRow['studyId'][] = []) => ({
  ...{ rows: new Map(ROWS.map((row) => [row.studyId, row])), sort: DEFAULT_SORT, tab },
  ...{ gone: new Set(gone), toDeliver: new Set<WorklistRow['studyId']>() },
});

describe('the study beside one in the list', () => {
  it.each([
    ['all', 1, 1, 2],
    ['all', 3, -1, 2],
    ['all', 4, 1, null],
    ['all', 1, -1, null],
    // A draft has left its tab, and keeps its place.
    ['unread', 2, 1, 4],
    ['unread', 2, -1, 1],
    ['signed', 3, 1, null],
    ['drafts', 1, 1, 2],
    // Not in the list.
    ['all', 9, 1, 1],
    ['all', 9, -1, null],
  ] as const)('%s: from %i by %i comes %s', (tab, of, by, to) => {
    expect(besideStudy(list(tab), studyId(of), by)).toBe(to === null ? null : studyId(to));
  });

  it('is none that the store no longer lists', () => {
    expect(besideStudy(list('all', [studyId(2)]), studyId(1), 1)).toBe(studyId(3));
  });
});
