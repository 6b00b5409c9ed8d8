import { ADMINISTRATION } from '../../../shared/contract/roles.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb } from '../verb.ts';

type Level = 'store' | 'site' | 'study';

export const keysVerb: Verb = {
  name: 'keys',
  usage: 'keys rotate --store|--site NAME|--study UID',
  help: `Gives the store, one site or one study another key. Passphrases stay as they are; no pixel is written again, but of
stored files of a former version, once, where a study gets another key.
Prints { recoveryKey, rewrapped, rewritten, bad }; recoveryKey: a new one where the former could not be kept, else null;
bad: stored files that were found damaged. --level store|site with --site NAME is understood too.`,
  options: { level: 'value', store: 'flag', site: 'value', study: 'value' },
  takesWords: true,
  roles: ADMINISTRATION,
  check(args) {
    if (args.positional.join(' ') !== 'rotate') throw usage('keys knows one action: rotate');
    if (levelOf(args) === 'site') args.required('site');
  },
  run({ station, args, secret: proof }) {
    const studyUid = args.value('study');
    const request = { level: levelOf(args), site: args.value('site'), proof };
    return station.rotateKeys(studyUid === null ? request : { ...request, studyUid });
  },
};

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
