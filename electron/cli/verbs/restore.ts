import path from 'node:path';
import { finishStore } from '../../station/access/store-file.ts';
import { readManifest } from '../../station/kernel/backup/manifest.ts';
import { restoreBackup } from '../../station/kernel/backup/restore-backup.ts';
import { parseRecoveryKey } from '../../station/kernel/recovery-key.ts';
import { usage } from '../arguments.ts';
import { PROGRAM_FILES } from '../program-files.ts';
import { readPassphrase } from '../passphrase.ts';
import type { Verb } from '../verb.ts';

export const restoreVerb: Verb = {
  name: 'restore',
  usage: 'restore --from DIR --data DIR',
  help: `Makes a store from a backup, in an empty folder that --data names; nothing is ever written over.
Every object, both databases and the audit trail are read and proved before the folder becomes a store. Interrupted, it
goes on when it is called again. Asks for a passphrase or the recovery key of the store that was backed up.
Prints { storeId, at, objects, bytes }; at: when the backup was made.`,
  options: { from: 'value' },
  roles: 'nobody-yet',
  check(args) {
    args.required('from');
    if (args.value('data') === null) throw usage('--data is missing: the folder to restore into');
  },
  async alone({ args, env, say }) {
    const from = path.resolve(args.required('from'));
    const dir = path.resolve(args.required('data'));
    const secret = await readPassphrase(args, env, readManifest(from)?.kind !== 'clinical');
    return restoreBackup({
      from,
      dir,
      secret: parseRecoveryKey(secret) === null ? { passphrase: secret } : { recoveryKey: secret },
      blobWorkerFile: PROGRAM_FILES.blobWorker,
      database: { nativeBinding: PROGRAM_FILES.nativeBinding ?? undefined },
      finish: (store) => finishStore(dir, store),
      onWritten: (done, total) => {
        if (done % 100 === 0 || done === total) say(`${done} of ${total} objects`);
      },
    });
  },
  run: () => Promise.resolve(null),
};
