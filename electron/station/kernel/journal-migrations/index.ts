import type { Migration } from '../migrate.ts';
import { firstJournal } from './0010-first.ts';
import { seen } from './0020-seen.ts';

export const journalMigrations: readonly Migration[] = [firstJournal, seen];
