import path from 'node:path';
import { ADMINISTRATION } from '../../../shared/contract/roles.ts';
import type { CallRoles } from '../../../shared/contract/roles.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { Access } from '../../station/access/access.ts';
import { Moving } from '../../station/access/move/moving.ts';
import { finishStore, readStoreFile } from '../../station/access/store-file.ts';
import { readManifest } from '../../station/kernel/backup/manifest.ts';
import { restoreBackup } from '../../station/kernel/backup/restore-backup.ts';
import { defaultAnchorDir } from '../../station/kernel/recovery/anchor-dir.ts';
import { parseRecoveryKey } from '../../station/kernel/recovery-key.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { PROGRAM_FILES } from '../program-files.ts';
import { readPassphrase } from '../passphrase.ts';
import { placeOf } from '../place.ts';
import type { AloneContext, Verb } from '../verb.ts';

const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['pack', ['to']],
  ['open', ['from', 'data']],
  ['cancel', []],
  ['status', []],
]);

export const moveVerb: Verb = {
  name: 'move',
  usage: 'move pack --to DIR [--place DE|US-PA] | open --from DIR --data DIR | cancel | status',
  help: `Moves the store to another machine: one of both works, never two. Every step is audited; cut off, call it again.
  pack --to DIR [--place DE|US-PA]
                            { packed }; the package, encrypted as the store is. From its first moment on this machine takes no new
                            work: nothing is made, signed or sent here any more. --place says where the package and the other
                            machine are: a store with a study that a site keeps in another region does not go there
  open --from DIR --data DIR [--again]
                            { storeId, instanceId, recoveryKey, noted }; on the new machine, into an empty folder, by an
                            administrator. Everybody comes in with their own passphrase. A package that was opened before is refused
                            without --again
  cancel [--package-destroyed]
                            { state }; the store stays here. Once the package can be opened elsewhere, only with the word that it
                            is destroyed
  status                    { state, to, at, instanceId }; state: here, moving or moved`,
  options: { to: 'value', place: 'value', from: 'value', again: 'flag', 'package-destroyed': 'flag' },
  takesWords: true,
  roles: (args): CallRoles => (actionOf(args) === 'open' ? 'nobody-yet' : ADMINISTRATION),
  check(args) {
    for (const name of NEEDED.get(actionOf(args)) ?? []) args.required(name);
    placeOf(args);
  },
  isAlone: (args) => actionOf(args) === 'open',
  alone: (context) => open(context),
  async run({ station, args, secret: proof, say }) {
    const moving = new Moving(station.access);
    if (actionOf(args) === 'status') return moving.status();
    if (actionOf(args) === 'cancel') {
      await station.whileClosed((leave) => moving.cancel({ destroyed: args.has('package-destroyed'), proof }, leave));
      return moving.status();
    }
    const to = path.resolve(args.required('to'));
    const packed = await station.whileClosed((leave) =>
      moving.pack({ to, place: placeOf(args), proof }, leave, ({ done, total }) => say(`${done} of ${total} objects`)),
    );
    return { packed };
  },
};

async function open({ args, env, say }: AloneContext): Promise<unknown> {
  const from = path.resolve(args.required('from'));
  const dir = path.resolve(args.required('data'));
  const manifest = readManifest(from);
  const secret = await readPassphrase(args, env, manifest?.kind !== 'clinical');
  if (readStoreFile(dir) === null) {
    await restoreBackup({
      ...{ from, dir, blobWorkerFile: PROGRAM_FILES.blobWorker },
      database: { nativeBinding: PROGRAM_FILES.nativeBinding ?? undefined },
      secret: parseRecoveryKey(secret) === null ? { passphrase: secret } : { recoveryKey: secret },
      finish: (store) => finishStore(dir, store),
      onWritten: (done, total) => {
        if (done % 100 === 0 || done === total) say(`${done} of ${total} objects`);
      },
    });
  } else if (readStoreFile(dir)?.storeId !== manifest?.storeId) {
    throw new AppError('access/store-exists', 'there is another store in this folder already');
  }
  const access = new Access({
    ...{ dir, blobWorkerFile: PROGRAM_FILES.blobWorker, anchorDir: defaultAnchorDir(env) },
    nativeBinding: PROGRAM_FILES.nativeBinding ?? undefined,
  });
  try {
    await access.unlock(null, secret);
    const arrived = await new Moving(access).arrive({ from, again: args.has('again'), proof: secret });
    return { storeId: manifest?.storeId ?? null, ...arrived };
  } finally {
    await access.close();
  }
}

function actionOf(args: Arguments): string {
  const [action, ...rest] = args.positional;
  if (action === undefined || rest.length > 0 || !NEEDED.has(action)) {
    throw usage(`move needs one action: ${[...NEEDED.keys()].join(', ')}`);
  }
  return action;
}
