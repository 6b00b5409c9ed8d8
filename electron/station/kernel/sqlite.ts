import Database from 'better-sqlite3';

export type Db = Database.Database;

export interface DatabaseOptions {
  /** Path of the driver's .node file; the driver's own choice when absent. */
  readonly nativeBinding?: string | undefined;
  readonly readonly?: boolean;
  readonly cipher?: 'sqlcipher' | 'aegis';
}

export function openDatabase(file: string, key: Uint8Array, options: DatabaseOptions = {}): Db {
  throw new Error(`not written yet ${file} ${key.length} ${options.cipher}`);
}
