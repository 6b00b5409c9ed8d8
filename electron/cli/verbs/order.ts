import path from 'node:path';
import { orderCalls } from '../../../shared/contract/orders.ts';
import type { CallRoles } from '../../../shared/contract/roles.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { readWiped } from '../../station/access/orders/wiped-store.ts';
import { signOrder } from '../../station/access/orders/signed-order.ts';
import { readAdminKey } from '../../station/access/profile/admin-key.ts';
import { readProfileFile } from '../../station/access/profile/profile-file.ts';
import { jsonOf } from '../../station/access/profile/signed-profile.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { dataDirOf } from '../data-dir.ts';
import { writeNewFile } from '../new-file.ts';
import { withKeyPassphrase } from '../passphrase.ts';
import type { AloneContext, Verb, VerbContext } from '../verb.ts';

/** Whether a file follows, the options it needs, and whether it works without a store. */
interface Action {
  readonly file: boolean;
  readonly needs: readonly string[];
  readonly alone: boolean;
}

const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['show', { file: false, needs: [], alone: false }],
  ['apply', { file: true, needs: [], alone: false }],
  ['export', { file: false, needs: ['out'], alone: false }],
  ['wiped', { file: false, needs: [], alone: true }],
  ['sign', { file: true, needs: ['key', 'by', 'out'], alone: true }],
]);

export const orderVerb: Verb = {
  name: 'order',
  usage: 'order show|apply|export|wiped|sign …',
  help: `Signed orders of a site to this station: revoke a person, wipe the site's studies or the whole store, hold it, lift the hold.
  show                                        { storeId, heldBy, sites, notices }; what a site has to know to write one
  apply FILE                                  { already, notice }; its signature says whether it is obeyed. A hold is lifted so
                                              too. What locks the store asks for an unlock afterwards
  export --out FILE                           { file, confirmations }; what the station did, signed, for the site
Without unlocking:
  wiped                                       { notice, confirmation }; what stands in the place of a store that was wiped
  sign FILE --key FILE --by NAME --out FILE   { file, number, kind, fingerprint }; for who administers a site. FILE holds the order
                                              as JSON: { kind, storeId, siteCode, number, issuedAt, expiresAt, reason, … }
The passphrase of a key file comes from --key-passphrase-fd or the terminal.`,
  options: { out: 'value', key: 'value', by: 'value', 'key-passphrase-fd': 'value' },
  takesWords: true,
  roles: (args): CallRoles => (args.positional[0] === 'apply' ? 'nobody-yet' : orderCalls['orders.state'].roles),
  check(args) {
    for (const name of actionOf(args).needs) args.required(name);
  },
  isAlone: (args) => actionOf(args).alone,
  alone: (context) => (context.args.positional[0] === 'sign' ? sign(context) : wiped(context)),
  async before(station, args) {
    // A store that is held looks at it before it lets anybody in.
    if (args.positional[0] === 'apply') station.orders.offer(await readProfileFile(fileOf(args)), false);
  },
  run: (context) => act(context),
};

async function act({ station: { orders }, args }: VerbContext): Promise<unknown> {
  switch (args.positional[0]) {
    case 'show':
      return { ...orders.state(), notices: orders.notices() };
    case 'apply':
      return orders.atDoor ?? (await orders.take(await readProfileFile(fileOf(args))));
    default: {
      const confirmations = orders.confirmations();
      const file = path.resolve(args.required('out'));
      await writeNewFile(file, (handle) => handle.writeFile(`${JSON.stringify({ confirmations }, null, 2)}\n`));
      return { file, confirmations: confirmations.length };
    }
  }
}

async function wiped({ args, env }: AloneContext): Promise<unknown> {
  const file = readWiped(dataDirOf(args, env));
  if (file === null) throw new AppError('store/missing', 'no store was wiped here');
  return { notice: file.notice, confirmation: JSON.parse(file.confirmation) as unknown };
}

async function sign({ args }: AloneContext): Promise<unknown> {
  const pem = await readProfileFile(path.resolve(args.required('key')));
  const key = await withKeyPassphrase(args, (passphrase) => readAdminKey(pem, passphrase));
  const { text, order, fingerprint } = signOrder(jsonOf(await readProfileFile(fileOf(args))), key, args.required('by'));
  const file = path.resolve(args.required('out'));
  await writeNewFile(file, (handle) => handle.writeFile(text));
  return { file, number: order.number, kind: order.kind, fingerprint };
}

function actionOf(args: Arguments): Action {
  const [name = '', ...rest] = args.positional;
  const action = ACTIONS.get(name);
  if (action === undefined) throw usage(`order needs one action: ${[...ACTIONS.keys()].join(', ')}`);
  if (rest.length !== (action.file ? 1 : 0)) throw usage(`order ${name} takes ${action.file ? 'one file' : 'no file'}`);
  return action;
}

function fileOf(args: Arguments): string {
  return path.resolve(args.positional[1] ?? '');
}
