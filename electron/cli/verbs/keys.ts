import { ADMINISTRATION } from '../../../shared/contract/roles.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb } from '../verb.ts';

export const keysVerb: Verb = {
  name: 'keys',
  usage: 'keys rotate --level store|site [--site NAME]',
  help: `Gives the store, or one site, another key. Passphrases stay as they are; no study is written again.
Prints { recoveryKey, rewrapped }; recoveryKey: a new one where the former could not be kept, else null.`,
  options: { level: 'value', site: 'value' },
  takesWords: true,
  roles: ADMINISTRATION,
  check(args) {
    if (args.positional.join(' ') !== 'rotate') throw usage('keys knows one action: rotate');
    if (levelOf(args) === 'site') args.required('site');
  },
  run: ({ station, args, secret: proof }) =>
    station.rotateKeys({ level: levelOf(args), site: args.value('site'), proof }),
};

function levelOf(args: Arguments): 'store' | 'site' {
  const level = args.required('level');
  if (level !== 'store' && level !== 'site') throw usage('--level is store or site');
  return level;
}
