import type { Migration } from '../migrate.ts';
import { firstJournal } from './0010-first.ts';
import { seen } from './0020-seen.ts';
import { generation } from './0030-generation.ts';

export const journalMigrations: readonly Migration[] = [firstJournal, seen, generation];
