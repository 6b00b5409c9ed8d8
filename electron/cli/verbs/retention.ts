import { ADMINISTRATION } from '../../../shared/contract/roles.ts';
import { HOLD_REASONS, RetentionNote } from '../../../shared/model/retention-view.ts';
import type { RetentionTarget } from '../../../shared/model/retention-view.ts';
import { RETENTION_EVENTS } from '../../../shared/model/site-profile.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb, VerbContext } from '../verb.ts';

const ACTIONS = ['preview', 'purge', 'holds', 'delivered', 'event', 'hold', 'release'] as const;
type Action = (typeof ACTIONS)[number];

export const retentionVerb: Verb = {
  name: 'retention',
  usage: 'retention preview|purge|holds|delivered|event|hold|release …',
  help: `How long studies are kept, as the profiles of their sites ask for it. For administrators.
  preview                                { studies, objects, bytes, plan, sites: [{ siteCode, rule, purge: [{ studyId, because,
                                         dueAt, … }], kept: [{ reason, studies }] }], more, unruled, lastBackup }; changes nothing
  purge --plan HASH                      erases what the preview with this plan said, each study on record; the passphrase is
                                         asked for: { studies, keys, files, recoveryKey }
  delivered --study UID [--at TIME]      the site has confirmed that it has the last report
  event --event ${RETENTION_EVENTS.join('|')} --study UID|--site NAME [--at TIME]
  hold --study UID|--site NAME [--reason ${HOLD_REASONS.join('|')}]
                                         nothing deletes it by rule any more;  release: takes the hold away
  holds                                  { holds: [{ studyId, siteName, objects, at, reason, byName }], more }
Nothing is purged that is not signed, confirmed as delivered and in the last backup, or that somebody holds or works on.
TIME is UTC, ISO 8601; now where it is left out.`,
  options: { plan: 'value', study: 'value', site: 'value', event: 'value', at: 'value', reason: 'value' },
  takesWords: true,
  roles: ADMINISTRATION,
  check(args) {
    const action = actionOf(args);
    if (action === 'purge') planOf(args);
    if (action !== 'preview' && action !== 'purge' && action !== 'holds') {
      targetOf(args, action);
      noteOf(args, action, '2026-01-01T00:00:00Z');
    }
  },
  run: (context) => act(actionOf(context.args), context),
};

async function act(action: Action, { station, args, secret: proof }: VerbContext): Promise<unknown> {
  if (action === 'preview') return station.retention.preview();
  if (action === 'holds') return station.retention.holds();
  if (action === 'purge') return { purged: await station.purge({ plan: planOf(args), proof }) };
  const note = noteOf(args, action, station.options.clock.nowIso());
  return station.retention.note({ target: targetOf(args, action), note });
}

function planOf(args: Arguments): string {
  const plan = args.required('plan');
  if (!/^[0-9a-f]{64}$/.test(plan)) throw usage('--plan is what the preview printed as plan');
  return plan;
}

function targetOf(args: Arguments, action: Action): RetentionTarget {
  const [studyUid, site] = [args.value('study'), args.value('site')];
  if (studyUid !== null && site === null) return { kind: 'study-uid', studyUid };
  // A site confirms a report, not all of them at once.
  if (site !== null && studyUid === null && action !== 'delivered') return { kind: 'site', site };
  throw usage(
    `retention ${action} names ${action === 'delivered' ? '--study UID' : 'one: --study UID, or --site NAME'}`,
  );
}

/** @param now UTC, ISO 8601 */
function noteOf(args: Arguments, action: Exclude<Action, 'preview' | 'purge' | 'holds'>, now: string): RetentionNote {
  const at = args.value('at') ?? now;
  const kind = action;
  const reason = args.value('reason');
  const parsed = RetentionNote.safeParse({
    kind,
    ...(kind === 'event' ? { event: args.required('event') } : {}),
    ...(kind === 'event' || kind === 'delivered' ? { at } : {}),
    ...(reason === null ? {} : { reason }),
  });
  if (parsed.success) return parsed.data;
  throw usage(
    `--event is one of ${RETENTION_EVENTS.join(', ')}; --at a time as 2026-11-22T12:00:00Z; --reason, of a hold, one of ${HOLD_REASONS.join(', ')}`,
  );
}

function actionOf(args: Arguments): Action {
  const [word = '', ...rest] = args.positional;
  const action = ACTIONS.find((one) => one === word);
  if (action === undefined || rest.length > 0) throw usage(`retention needs one action: ${ACTIONS.join(', ')}`);
  return action;
}
