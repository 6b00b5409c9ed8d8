import path from 'node:path';
import { profileCalls } from '../../../shared/contract/profile.ts';
import type { CallRoles } from '../../../shared/contract/roles.ts';
import { Jurisdiction } from '../../../shared/model/credentials.ts';
import { Fingerprint } from '../../../shared/model/site-profile.ts';
import { applyProfile } from '../../station/access/profile/apply-profile.ts';
import { newAdminKey, readAdminKey } from '../../station/access/profile/admin-key.ts';
import { readProfileFile } from '../../station/access/profile/profile-file.ts';
import { jsonOf, signProfile } from '../../station/access/profile/signed-profile.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { writeNewFile } from '../new-file.ts';
import { readKeyPassphrase, withKeyPassphrase } from '../passphrase.ts';
import type { AloneContext, Verb, VerbContext } from '../verb.ts';

/** Whether a file follows, the options it needs, and who may. */
interface Action {
  readonly file: boolean;
  readonly needs: readonly string[];
  readonly roles: CallRoles;
  readonly alone?: boolean;
}

const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['show', { file: false, needs: [], roles: profileCalls['profile.overview'].roles }],
  ['place', { file: false, needs: ['in'], roles: profileCalls['profile.statePlace'].roles }],
  ['check', { file: true, needs: [], roles: profileCalls['profile.previewFile'].roles }],
  ['import', { file: true, needs: [], roles: profileCalls['profile.apply'].roles }],
  ['export', { file: false, needs: ['site', 'out'], roles: profileCalls['profile.exportFile'].roles }],
  ['new-key', { file: false, needs: ['out'], roles: 'nobody-yet', alone: true }],
  ['sign', { file: true, needs: ['key', 'by', 'out'], roles: 'nobody-yet', alone: true }],
]);

export const profileVerb: Verb = {
  name: 'profile',
  tellsOfNoStudy: true,
  usage: 'profile show|place|check|import|export|new-key|sign …',
  help: `The signed profile of a site: what it wants of who signs, what may leave, and all a station must know of it.
  show                                        { profiles, place, warnings }
  place --in DE|US-PA                         { jurisdiction, statedAt }; where you sit and read from now on
  check FILE                                  what importing it would change: { serial, formerSerial, fingerprint, trust,
                                              changes: [{ section, words }], refusal, … }
  import FILE [--trust FINGERPRINT]           { profile, changes }; --trust once for each key, after the administrator of
                                              the site read its fingerprint to you
  export --site CODE --out FILE [--replace]   { file, bytes }
Without a store, for who administers a site:
  new-key --out FILE [--locked]               { file, fingerprint }; an Ed25519 private key, PEM; --locked: with a passphrase
  sign FILE --key FILE --by NAME --out FILE   { file, serial, fingerprint }; FILE holds the profile as JSON
The passphrase of a key file comes from --key-passphrase-fd or the terminal.`,
  options: {
    in: 'value',
    trust: 'value',
    site: 'value',
    out: 'value',
    replace: 'flag',
    key: 'value',
    by: 'value',
    ...{ locked: 'flag', 'key-passphrase-fd': 'value' },
  },
  takesWords: true,
  roles: (args) => actionOf(args).roles,
  check(args) {
    for (const name of actionOf(args).needs) args.required(name);
    trustOf(args);
    if (args.value('in') !== null) placeOf(args);
  },
  isAlone: (args) => actionOf(args).alone === true,
  alone: (context) => (context.args.positional[0] === 'sign' ? sign(context) : newKey(context)),
  run: (context) => act(context),
};

async function act({ station, args }: VerbContext): Promise<unknown> {
  const { profiles, exportProfile } = station.rooms;
  switch (args.positional[0]) {
    case 'show':
      return profiles.overview();
    case 'place':
      return profiles.statePlace(placeOf(args));
    case 'check':
      return profiles.preview(await readProfileFile(fileOf(args)));
    case 'import': {
      const { hash, changes } = profiles.preview(await readProfileFile(fileOf(args)));
      const { access, signIn } = station;
      return { profile: await applyProfile({ access, signIn, profiles }, { hash, trust: trustOf(args) }), changes };
    }
    default: {
      const request = { siteCode: args.required('site'), file: path.resolve(args.required('out')) };
      return exportProfile(request, { replace: args.has('replace') });
    }
  }
}

async function newKey({ args }: AloneContext): Promise<unknown> {
  const { pem, fingerprint } = newAdminKey(args.has('locked') ? await readKeyPassphrase(args) : null);
  return { file: await written(args, pem), fingerprint };
}

async function sign({ args }: AloneContext): Promise<unknown> {
  const pem = await readProfileFile(path.resolve(args.required('key')));
  const key = await withKeyPassphrase(args, (passphrase) => readAdminKey(pem, passphrase));
  const profile = jsonOf(await readProfileFile(fileOf(args)));
  const signed = signProfile(profile, key, args.required('by'));
  const file = await written(args, signed.text);
  return { file, serial: signed.profile.serial, fingerprint: signed.fingerprint };
}

async function written(args: Arguments, text: string): Promise<string> {
  const file = path.resolve(args.required('out'));
  await writeNewFile(file, (handle) => handle.writeFile(text));
  return file;
}

function actionOf(args: Arguments): Action {
  const [name = '', ...rest] = args.positional;
  const action = ACTIONS.get(name);
  if (action === undefined) throw usage(`profile needs one action: ${[...ACTIONS.keys()].join(', ')}`);
  if (rest.length !== (action.file ? 1 : 0))
    throw usage(`profile ${name} takes ${action.file ? 'one file' : 'no file'}`);
  return action;
}

function fileOf(args: Arguments): string {
  return path.resolve(args.positional[1] ?? '');
}

function trustOf(args: Arguments): Fingerprint | null {
  const text = args.value('trust');
  if (text === null) return null;
  const parsed = Fingerprint.safeParse(text.trim().toLowerCase());
  if (!parsed.success) throw usage('--trust must be a fingerprint: ten groups of four, as 0a1b-2c3d-…');
  return parsed.data;
}

function placeOf(args: Arguments): string {
  const parsed = Jurisdiction.safeParse(args.required('in').toUpperCase());
  if (!parsed.success) throw usage('--in must be a country or a part of one, as DE or US-PA');
  return parsed.data;
}
