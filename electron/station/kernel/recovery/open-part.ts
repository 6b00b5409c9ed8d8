import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { KeyRing } from '../key-ring.ts';
import { migrate } from '../migrate.ts';
import type { Migration } from '../migrate.ts';
import { databaseError, openDatabase } from '../sqlite.ts';
import type { DatabaseOptions, Db } from '../sqlite.ts';
import { wasClosedInOrder } from './clean-mark.ts';
import { checkWhole } from './mendable.ts';

export interface PartPlace {
  readonly dir: string;
  readonly ring: Pick<KeyRing, 'databaseKey'>;
  readonly name: 'index' | 'journal';
  readonly migrations: readonly Migration[];
  /** File name; the usual one when absent. */
  readonly file?: string;
  readonly options: DatabaseOptions;
}

/**
 * Opens one database of the store at the newest schema. It is read through only where it was not closed in order; damage found
 * later, by the check sum of each page, ends with `store/damaged` as well.
 * @throws AppError store/damaged, store/missing, store/newer-version, disk/…
 */
export function openPart(place: PartPlace): Db {
  const { dir, ring, name, migrations, options } = place;
  const file = place.file ?? `${name}.db`;
  // The driver takes an empty file for a new database, and would begin one without a word.
  if (options.mustExist === true && statSync(join(dir, file), { throwIfNoEntry: false })?.size === 0) {
    throw new AppError('store/damaged', `the ${name} database is empty`);
  }
  const isTrusted = place.file === undefined && wasClosedInOrder(dir, file);
  const key = ring.databaseKey(name);
  try {
    const db = openDatabase(join(dir, file), key, options);
    try {
      // The schema first: the check of a newer program's database would say nothing useful.
      migrate(db, migrations);
      if (!isTrusted) checkWhole(db, name);
      return db;
    } catch (error) {
      db.close();
      throw databaseError(error);
    }
  } finally {
    key.fill(0);
  }
}
