import { acquireStoreLock } from '../../../../electron/station/kernel/store-lock.ts';

/* Holds the lock of a store until it is killed. */
acquireStoreLock(process.argv[2] ?? '');
process.stdout.write('ready\n');
setInterval(() => undefined, 1000);
