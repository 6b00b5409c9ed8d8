import type { Db } from './sqlite.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

export function migrate(db: Db, migrations: readonly Migration[]): void {
  throw new Error(`not written yet: ${db.name} ${migrations.length}`);
}
