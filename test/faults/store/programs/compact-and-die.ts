import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/* Writes a ledger anew and is killed before its so manyeth change of the disk. The calls are counted, nothing is replaced. */
const [, , index = '', ledgerFile = '', key = '', calls = '0'] = process.argv;
const bytes = (): Uint8Array => new Uint8Array(Buffer.from(key, 'hex'));
let counting = false;
let left = Number(calls);

function counted<A extends readonly unknown[], R>(call: (...given: A) => R): (...given: A) => R {
  return (...given) => {
    if (counting) left -= 1;
    if (counting && left <= 0) process.kill(process.pid, 'SIGKILL');
    return call(...given);
  };
}

fs.writeSync = counted(fs.writeSync as (...given: readonly unknown[]) => number) as typeof fs.writeSync;
fs.fdatasyncSync = counted(fs.fdatasyncSync);
fs.fsyncSync = counted(fs.fsyncSync);
fs.renameSync = counted(fs.renameSync);
fs.rmSync = counted(fs.rmSync);
syncBuiltinESMExports();

const { openDatabase } = await import('../../../../electron/station/kernel/sqlite.ts');
const { Ledger } = await import('../../../../electron/station/kernel/ledger/ledger.ts');
const db = openDatabase(index, bytes(), { mustExist: true });
const ledger = Ledger.open({ file: ledgerFile, key: bytes() });
ledger.attach(db);
counting = true;
ledger.compact();
counting = false;
ledger.close();
db.close();
process.exit(0);
