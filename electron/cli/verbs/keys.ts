import { ADMINISTRATION } from '../../../shared/contract/roles.ts';
import type { OpenStore } from '../../station/access/open-store.ts';
import { loadSlots } from '../../station/kernel/slots.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb } from '../verb.ts';

type Level = 'store' | 'site' | 'study';

export const keysVerb: Verb = {
  name: 'keys',
  tellsOfNoStudy: true,
  usage: 'keys rotate --store|--site NAME|--study UID | slots',
  help: `rotate gives the store, one site or one study another key. Passphrases stay as they are; no pixel is written again, but of
stored files of a former version, once, where a study gets another key.
Prints { recoveryKey, rewrapped, rewritten, bad }; recoveryKey: a new one where the former could not be kept, else null;
bad: stored files that were found damaged. --level store|site with --site NAME is understood too.
slots prints { slots: [{ kind, personId, name }] }, the ways to the key of the store; kind: passphrase, recovery, or os, which hangs on
the key store of the system and is there until the next lock only.`,
  options: { level: 'value', store: 'flag', site: 'value', study: 'value' },
  takesWords: true,
  roles: ADMINISTRATION,
  check(args) {
    const action = args.positional.join(' ');
    if (action === 'slots') return;
    if (action !== 'rotate') throw usage('keys knows two actions: rotate, slots');
    if (levelOf(args) === 'site') args.required('site');
  },
  run({ station, args, secret: proof }) {
    if (args.positional[0] === 'slots') return Promise.resolve(slotsOf(station.access.requireStore()));
    const studyUid = args.value('study');
    const request = { level: levelOf(args), site: args.value('site'), proof };
    return station.rotateKeys(studyUid === null ? request : { ...request, studyUid });
  },
};

function slotsOf({ dir, people }: OpenStore): object {
  const names = new Map(people.list().map(({ personId, name }) => [personId, name]));
  const slots = loadSlots(dir);
  return { slots: slots.map(({ kind, personId }) => ({ kind, personId, name: names.get(personId) ?? null })) };
}

function levelOf(args: Arguments): Level {
  const named = args.value('level');
  const said: readonly Level[] = [
    ...(named === 'store' || args.has('store') ? (['store'] as const) : []),
    ...(named === 'site' || args.value('site') !== null ? (['site'] as const) : []),
    ...(args.value('study') === null ? [] : (['study'] as const)),
  ];
  const [level] = said;
  if (level === undefined || said.length > 1) throw usage('name one: --store, --site NAME or --study UID');
  return level;
}
