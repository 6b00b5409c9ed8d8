import { checkWhole } from '../recovery/mendable.ts';
import type { DatabaseOptions } from '../sqlite.ts';
import { openDatabase, rekeyDatabase } from '../sqlite.ts';
import { LedgerFile } from '../ledger/ledger-file.ts';

/** One file of a store under another key. Both keys are 32 bytes, zeroed after use. */
export interface Reencryption {
  readonly what: 'database' | 'ledger';
  /** A copy of the database, changed where it lies; of a ledger the one there is, which stays as it is. */
  readonly file: string;
  /** Of a ledger: the new one. */
  readonly to: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** No page that is free keeps what was in it. */
  readonly erasing: boolean;
  readonly database: Pick<DatabaseOptions, 'nativeBinding'>;
}

/** Runs in a worker, so every call waits: of a store of years it takes seconds. @throws AppError store/…, disk/… */
export function reencrypt(task: Reencryption): void {
  try {
    if (task.what === 'database') reencryptDatabase(task);
    else resealLedger(task);
  } finally {
    task.before.fill(0);
    task.after.fill(0);
  }
}

function reencryptDatabase({ file, before, after, erasing, database }: Reencryption): void {
  if (erasing) emptyPages(file, before, database);
  rekeyDatabase(file, before, after, database);
  const db = openDatabase(file, after, { ...database, mustExist: true, readonly: true });
  try {
    // Here, so that the next opening need not, which would hold the event loop up.
    checkWhole(db, 'index');
  } finally {
    db.close();
  }
}

/** Builds the file anew out of the rows there are: nothing of deleted ones is in it. */
function emptyPages(file: string, key: Uint8Array, database: Reencryption['database']): void {
  const db = openDatabase(file, key, { ...database, mustExist: true, journalMode: 'truncate' });
  try {
    db.exec('VACUUM');
  } finally {
    db.close();
  }
}

/** Record by record: what was written down a second time stays so. A damaged one is begun anew from the index. */
function resealLedger({ file, to, before, after }: Reencryption): void {
  // A ledger file takes its key over.
  const fresh = LedgerFile.open(to, Uint8Array.from(after), () => undefined);
  try {
    const former = LedgerFile.open(file, Uint8Array.from(before), (text) => fresh.append(text));
    former.close();
    fresh.sync();
  } finally {
    fresh.close();
  }
}
