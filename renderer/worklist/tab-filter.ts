import type { WorklistRow } from '../../shared/model/study.ts';

export type WorklistTab = 'all' | 'unread' | 'drafts' | 'signed';

export const TAB_WORDS: Readonly<Record<WorklistTab, string>> = {
  all: 'All',
  unread: 'Unread',
  drafts: 'Drafts',
  signed: 'Signed',
};

export const TABS: readonly WorklistTab[] = ['all', 'unread', 'drafts', 'signed'];

/** Whether a study stands under a tab. */
export function isUnder(row: WorklistRow, tab: WorklistTab): boolean {
  switch (tab) {
    case 'all':
      return true;
    case 'unread':
      return row.reportState === 'none';
    case 'drafts':
      // A preliminary report waits for a final one.
      return row.reportState === 'draft' || row.reportState === 'preliminary';
    case 'signed':
      return row.reportState === 'final' || row.reportState === 'addended';
  }
}
