import type { Migration } from '../migrate.ts';
import { firstJournal } from './0010-first.ts';

export const journalMigrations: readonly Migration[] = [firstJournal];
