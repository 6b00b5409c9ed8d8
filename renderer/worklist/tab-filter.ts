import type { StudyId } from '../../shared/model/ids.ts';
import type { WorklistRow } from '../../shared/model/study.ts';

export type WorklistTab = 'all' | 'unread' | 'drafts' | 'deliver' | 'signed';

export const TAB_WORDS: Readonly<Record<WorklistTab, string>> = {
  all: 'All',
  unread: 'Unread',
  drafts: 'Drafts',
  deliver: 'To deliver',
  signed: 'Signed',
};

export const TABS: readonly WorklistTab[] = ['all', 'unread', 'drafts', 'deliver', 'signed'];

const NOTHING: ReadonlySet<StudyId> = new Set();

/** Whether a study stands under a tab. @param toDeliver studies of which something signed is not where it belongs */
export function isUnder(row: WorklistRow, tab: WorklistTab, toDeliver: ReadonlySet<StudyId> = NOTHING): boolean {
  switch (tab) {
    case 'all':
      return true;
    case 'unread':
      // What was withdrawn is to be read anew.
      return row.reportState === 'none' || row.reportState === 'withdrawn';
    case 'drafts':
      // A preliminary report waits for a final one.
      return row.reportState === 'draft' || row.reportState === 'preliminary';
    case 'deliver':
      return toDeliver.has(row.studyId);
    case 'signed':
      return ['final', 'addended', 'corrected'].includes(row.reportState);
  }
}
