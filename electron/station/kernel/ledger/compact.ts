import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { diskError } from '../disk-error.ts';
import { LedgerFile } from './ledger-file.ts';

export interface Compaction {
  readonly file: string;
  /** Stays the caller's. */
  readonly key: Uint8Array;
  /** Gives every record that the new ledger holds, in order. */
  readonly write: (append: (record: string) => void) => void;
  /** The new ledger stands in the place of the old one and is open: from here on write to it. */
  readonly onReplaced: (made: LedgerFile) => void;
}

/**
 * Writes a ledger anew beside the old one, flushes it, reads it back, and gives it its name. Killed at any moment, the old
 * one or the new one is there, whole.
 * @throws AppError disk/…; before the new one has its name it is removed again
 */
export function replaceLedger({ file, key, write, onReplaced }: Compaction): void {
  const temporary = temporaryOf(file);
  let made: LedgerFile | null = null;
  try {
    rmSync(temporary, { force: true });
    const records = writeRecords(temporary, key, write);
    made = LedgerFile.open(temporary, Uint8Array.from(key), () => undefined);
    if (made.end !== 'whole' || made.records !== records) {
      throw new AppError('disk/failed', 'the new ledger is not what was written');
    }
    renameSync(temporary, file);
  } catch (error) {
    made?.close();
    rmSync(temporary, { force: true });
    throw diskError(error);
  }
  onReplaced(made);
  syncFolderNow(dirname(file));
}

/** What a kill on the way left. */
export function forgetUnfinished(file: string): void {
  try {
    rmSync(temporaryOf(file), { force: true });
  } catch (error) {
    throw diskError(error);
  }
}

function temporaryOf(file: string): string {
  return `${file}.new`;
}

function writeRecords(file: string, key: Uint8Array, write: Compaction['write']): number {
  const made = LedgerFile.open(file, Uint8Array.from(key), () => undefined);
  try {
    write((record) => made.append(record));
    made.sync();
    return made.records;
  } finally {
    made.close();
  }
}

/** Makes the new name durable. Windows has no such call and needs none. */
function syncFolderNow(folder: string): void {
  if (process.platform === 'win32') return;
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw diskError(error);
  }
}
