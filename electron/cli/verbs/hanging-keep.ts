import path from 'node:path';
import type { CallRoles } from '../../../shared/contract/roles.ts';
import { hangingCalls } from '../../../shared/contract/hanging.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { sourceOf as sourceOfEntry } from '../../../shared/model/kept-document.ts';
import type { DocumentSource } from '../../../shared/model/kept-document.ts';
import { Fingerprint } from '../../../shared/model/site-profile.ts';
import { usage, wholeNumber } from '../arguments.ts';
import type { Arguments, OptionTable } from '../arguments.ts';
import { groupOf, ownerOf } from '../document-scope.ts';
import type { VerbContext } from '../verb.ts';

const FORMATS = ['json', 'dicom', 'bundle'] as const;
type Format = (typeof FORMATS)[number];

interface KeepAction {
  readonly needs: readonly string[];
  /** Whether a file follows. */
  readonly file?: boolean;
  readonly roles: CallRoles;
}

/** Actions on the protocols that the store keeps. */
export const KEEP_ACTIONS: ReadonlyMap<string, KeepAction> = new Map<string, KeepAction>([
  ['export', { needs: ['out'], roles: hangingCalls['hanging.exportFile'].roles }],
  ['import', { needs: [], file: true, roles: hangingCalls['hanging.import'].roles }],
  ['versions', { needs: ['protocol'], roles: hangingCalls['hanging.versions'].roles }],
  ['restore', { needs: ['protocol', 'version'], roles: hangingCalls['hanging.restore'].roles }],
  ['remove', { needs: ['protocol'], roles: hangingCalls['hanging.remove'].roles }],
  ['groups', { needs: [], roles: hangingCalls['hanging.groups'].roles }],
]);

export const KEEP_OPTIONS: OptionTable = {
  ...{ protocol: 'value', format: 'value', bundle: 'flag', out: 'value', replace: 'flag' },
  ...{ scope: 'value', group: 'value', trust: 'value', version: 'value', name: 'value', set: 'value' },
};

export const KEEP_HELP = `  export --protocol ID --format json|dicom|bundle --out FILE [--replace]
                       the protocol in force for you, or that of --scope: { file, bytes }
  export --bundle --out FILE   all that the store keeps for --scope (user), in one file that this station signs
  import FILE [--trust FINGERPRINT]
                       a bundle, a protocol (JSON) or a DICOM Hanging Protocol object, for --scope: { added, changed, already, ignored };
                       --trust once for each key, after whoever signed it read its fingerprint to you
  versions|restore|remove --protocol ID [--version N]   of --scope: { versions: [{ version, name, how, savedAt, savedBy }] } |
                       { version } | {}
  groups [--name NAME --set A,B]   { people: [{ personId, name, groups }] }; the groups of a person from now on
--scope is user (you), site, or group with --group NAME; site and groups are an administrator's.`;

/** @throws AppError request/usage */
export function checkKeep(name: string, args: Arguments): void {
  const action = KEEP_ACTIONS.get(name);
  if (action === undefined) return;
  for (const option of action.needs) args.required(option);
  if (args.positional.length !== (action.file ? 2 : 1)) {
    throw usage(`hanging ${name} takes ${action.file ? 'one file' : 'no file'}`);
  }
  ownerOf(args);
  if (name === 'export') formatOf(args);
  if (name === 'restore') versionOf(args);
  if (name === 'groups' && args.value('set') !== null) args.required('name');
  trustOf(args);
}

export async function keep(name: string, { station, args }: VerbContext): Promise<unknown> {
  const { hanging, hangingFiles } = station.rooms;
  const owner = ownerOf(args);
  const one = { owner, id: args.value('protocol') ?? '' };
  switch (name) {
    case 'export': {
      const file = path.resolve(args.required('out'));
      const format = formatOf(args);
      return hangingFiles.export({ what: chosen(station.rooms, args), format, file }, { replace: args.has('replace') });
    }
    case 'import': {
      const { hash, ignored } = await hangingFiles.preview(path.resolve(args.positional[1] ?? ''));
      return { ...hangingFiles.import({ hash, owner, trust: trustOf(args) }), ignored };
    }
    case 'versions':
      return hanging.versions(one);
    case 'restore':
      return hanging.restore({ ...one, version: versionOf(args) });
    case 'remove':
      hanging.remove(one);
      return {};
    default:
      return setGroups({ hanging }, args);
  }
}

function setGroups({ hanging }: Pick<VerbContext['station']['rooms'], 'hanging'>, args: Arguments): unknown {
  const set = args.value('set');
  if (set === null) return hanging.groups();
  const found = hanging.groups().people.find(({ name }) => name === args.required('name'));
  if (found === undefined) throw new AppError('access/unknown-person', 'the store does not know this person');
  const groups = set.split(',').map((text) => text.trim());
  return hanging.setGroups({ personId: found.personId, groups: groups.filter(Boolean).map(groupOf) });
}

/** One by its id, or with --bundle all that the store keeps for the scope. */
function chosen(
  { hanging }: Pick<VerbContext['station']['rooms'], 'hanging'>,
  args: Arguments,
): { source: DocumentSource; id: string }[] {
  const id = args.value('protocol');
  const owner = ownerOf(args);
  if (id !== null) {
    if (args.value('scope') !== null) return [{ source: owner, id }];
    const found = hanging.list().entries.find((entry) => entry.id === id && entry.state === 'in-force');
    if (found === undefined) throw new AppError('hanging/unknown', 'there is no such hanging protocol');
    return [{ source: sourceOfEntry(found), id }];
  }
  const entries = hanging.list().entries.filter(({ scope, group, state }) => {
    const isOwners = scope === owner.scope && (owner.scope !== 'group' || group === owner.group);
    return isOwners && state !== 'removed' && state !== 'unreadable';
  });
  if (entries.length === 0) throw new AppError('hanging/unknown', 'the store keeps no protocol for this scope');
  return entries.map((entry) => ({ source: owner, id: entry.id }));
}

function formatOf(args: Arguments): Format {
  const isBundle = args.has('bundle');
  if (!isBundle) args.required('protocol');
  const text = args.value('format') ?? (isBundle ? 'bundle' : 'json');
  const format = FORMATS.find((one) => one === text);
  if (format === undefined || (isBundle && format !== 'bundle')) throw usage('--format is json, dicom or bundle');
  return format;
}

function versionOf(args: Arguments): number {
  return wholeNumber(args.required('version'), 'version', 1);
}

function trustOf(args: Arguments): Fingerprint | null {
  const text = args.value('trust');
  const trust = Fingerprint.nullable().safeParse(text);
  if (!trust.success) throw usage('--trust is a fingerprint: ten groups of four');
  return trust.data;
}
