import type { Migration } from '../migrate.ts';

/** Why a study is held: a word of a closed list, since free words would be of a patient. */
export const holdReason: Migration = {
  version: 125,
  name: 'hold-reason',
  sql: 'ALTER TABLE retention_note ADD COLUMN reason TEXT;',
};
