import { calls } from '../../../shared/contract/index.ts';
import type { ParsedRequest } from '../../../shared/contract/index.ts';
import type { CallRoles } from '../../../shared/contract/roles.ts';
import { DrawId, ReaderPseudonym, ReviewId } from '../../../shared/model/ids.ts';
import { ProgrammeKind } from '../../../shared/model/review/programme.ts';
import type { Programme } from '../../../shared/model/review/programme.ts';
import type { ReviewMove } from '../../../shared/model/review/review.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import { readScore } from '../../../shared/review/radpeer.ts';
import { seedOf } from '../../../shared/review/draw/draw-cases.ts';
import type { ReviewRoom } from '../../station/review/review-room.ts';
import { usage, wholeNumber } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb, VerbContext } from '../verb.ts';
import type { Action, Actions } from './review/action.ts';
import { FIGURE_ACTIONS, FIGURE_HELP, FIGURE_OPTIONS } from './review/figures.ts';
import { NODE_ACTIONS, nodeHelp, nodeOptions } from './review/nodes.ts';
import { PACKAGE_ACTIONS, packageHelp, packageOptions } from './review/packages.ts';
import { TEACH_ACTIONS, TEACH_HELP, TEACH_OPTIONS } from './review/teach.ts';
import { PRIOR_ACTIONS, PRIOR_HELP } from './review/prior.ts';
import { SOURCE_ACTIONS, SOURCE_HELP } from './review/sources.ts';

/** A move that needs nothing but the case. */
const plain = (kind: 'reveal' | 'agree' | 'close'): Action => ({
  call: 'review.move',
  needs: ['case'],
  run: (room, args) => moved(room, args, { kind }),
});

/** A move with a reason. */
const because = (kind: 'skip' | 'unblind' | 'dispute'): Action => ({
  call: 'review.move',
  needs: ['case', 'reason'],
  run: (room, args) => moved(room, args, { kind, reason: args.required('reason') }),
});

const ACTIONS: Actions = {
  ...FIGURE_ACTIONS,
  ...TEACH_ACTIONS,
  ...SOURCE_ACTIONS,
  ...PRIOR_ACTIONS,
  programmes: {
    call: 'review.programmes',
    needs: [],
    makesNothing: true,
    run: (room) => ({ programmes: room.programmes() }),
  },
  readers: { call: 'review.readers', needs: [], makesNothing: true, run: (room) => ({ readers: room.people() }) },
  draw: { call: 'review.draw', needs: ['kind', 'reviewer', 'count'], run: draw },
  redraw: {
    call: 'review.redraw',
    needs: ['draw'],
    makesNothing: true,
    run: (room, args) => room.redraw(drawId(args)),
  },
  list: { call: 'review.list', needs: [], makesNothing: true, run: (room) => ({ cases: room.list() }) },
  show: { call: 'review.see', needs: ['case'], makesNothing: true, run: (room, args) => room.see(caseId(args)) },
  lock: { call: 'review.lock', needs: ['case', 'text'], run: lock },
  reveal: plain('reveal'),
  score: { call: 'review.move', needs: ['case'], run: score },
  arbitrate: { call: 'review.move', needs: ['case'], run: arbitrate },
  agree: plain('agree'),
  close: plain('close'),
  skip: because('skip'),
  unblind: because('unblind'),
  dispute: because('dispute'),
  ...PACKAGE_ACTIONS,
  ...NODE_ACTIONS,
  reply: {
    call: 'review.move',
    needs: ['case', 'text'],
    run: (room, args) =>
      moved(room, args, { kind: 'reply', reply: { agrees: !args.has('disagree'), text: args.required('text') } }),
  },
};

export const reviewVerb: Verb = {
  name: 'review',
  tellsOfNoStudy: true,
  usage: `review ${Object.keys(ACTIONS).join('|')} …`,
  help: `Second readings of reports: fair, blind and kept apart from the reports themselves.
  draw --kind K --reviewer P --count N [--seed N]   { drawId, seed, cases: [{ caseId }] }; --kind: ${ProgrammeKind.options.join(', ')}
  redraw --draw ID                                  { isSame }: the recorded draw, drawn again
  list                                              { cases }: those that you have a part in
  show --case ID                                    what you may see of it now
  lock --case ID --text T                           your findings, fixed with hash and time
  reveal --case ID | unblind --case ID --reason T   the report beside them
  score --case ID [--score S] [--comment T] [--learning T]
                                                    1, 2a, 2b, 3a or 3b; none in peer learning
  arbitrate --case ID [--reviewer P] [--score S]    your next step of an arbitration: asks P, gives your opinion, or settles it${FIGURE_HELP}
  agree | close | skip | dispute | reply --case ID [--reason T] [--text T] [--disagree]${PRIOR_HELP}
${TEACH_HELP}
  programmes | readers                              for whoever runs them
${SOURCE_HELP}
${packageHelp}
${nodeHelp}
While a case of yours is read blind, commands that tell of studies are refused.`,
  options: {
    ...TEACH_OPTIONS,
    ...nodeOptions,
    ...packageOptions,
    ...{ kind: 'value', reviewer: 'value', count: 'value', seed: 'value', draw: 'value', case: 'value', text: 'value' },
    ...{ score: 'value', comment: 'value', learning: 'value', reason: 'value', disagree: 'flag' },
    ...FIGURE_OPTIONS,
    ...{ from: 'value', in: 'value', site: 'value', zone: 'value', accession: 'value', report: 'value', flag: 'value' },
    off: 'flag',
  },
  takesWords: true,
  roles: (args): CallRoles => calls[actionOf(args).call].roles,
  makes: (args) => actionOf(args).makesNothing !== true && args.positional[0] !== 'pool',
  check(args) {
    for (const name of actionOf(args).needs) args.required(name);
  },
  run: async (context: VerbContext) => {
    const { rooms } = context.station;
    return actionOf(context.args).run(rooms.review, context.args, rooms, context);
  },
};

function actionOf({ positional }: Arguments): Action {
  const [named, ...rest] = positional;
  const action = named !== undefined && Object.hasOwn(ACTIONS, named) ? ACTIONS[named] : undefined;
  if (action === undefined || rest.length > 0)
    throw usage(`review needs one action: ${Object.keys(ACTIONS).join(', ')}`);
  return action;
}

/** By a programme of this kind with this reader alone, which is made where there is none yet. */
async function draw(room: ReviewRoom, args: Arguments): Promise<unknown> {
  const kind = ProgrammeKind.safeParse(args.required('kind'));
  if (!kind.success) throw usage(`--kind is one of ${ProgrammeKind.options.join(', ')}`);
  const count = wholeNumber(args.required('count'), 'count', 1);
  const reader = readerOf(room, args.required('reviewer'));
  const isOurs = (one: Programme): boolean =>
    one.kind === kind.data && one.reviewers.length === 1 && one.reviewers[0]?.reader === reader;
  const programme =
    room.programmes().find(isOurs) ?? room.saveProgramme({ programmeId: null, content: alone(kind.data, reader) });
  const seed = args.value('seed') === null ? null : seedOf(wholeNumber(args.required('seed'), 'seed', 0));
  const { draw: drawn, reviewIds } = await room.draw({ programmeId: programme.programmeId, seed, count });
  return {
    ...{ drawId: drawn.drawId, programmeId: programme.programmeId, seed: drawn.seed, end: drawn.end },
    cases: reviewIds.map((id) => ({ caseId: id })),
  };
}

function alone(kind: ProgrammeKind, reader: ReaderPseudonym): ParsedRequest<'review.saveProgramme'>['content'] {
  return {
    name: `One reader, ${kind}`,
    kind,
    reviewers: [{ reader, modalities: [], regions: [], most: null }],
    ...{ authors: 'everyone', pairs: 'everyone', reciprocal: false, windowDays: 365 },
    targeted: { flags: [], share: 0 },
    ...{ strata: ['author', 'modality'], allocation: 'equal', quotas: [], workloadDifference: 1, minimumN: 10 },
    groupId: null,
  };
}

/** What is typed takes the place of what was saved; a case that was only drawn is begun. */
function lock(room: ReviewRoom, args: Arguments): ReviewView {
  const reviewId = caseId(args);
  if (room.see(reviewId).row.state === 'drawn') room.open(reviewId);
  room.saveRead({ reviewId, read: { findings: [], text: args.required('text') } });
  return room.lock(reviewId);
}

function score(room: ReviewRoom, args: Arguments): ReviewView {
  const given = args.value('score');
  return moved(room, args, {
    kind: 'score',
    scoring: {
      ...{ score: given === null ? null : readScore(given), legacy4: false, comment: args.value('comment') ?? '' },
      ...{
        errorClass: null,
        factors: [],
        learningPoint: args.value('learning') ?? '',
        greatCall: false,
        patientAffected: false,
      },
    },
  });
}

/** The one step that is theirs: whoever runs the programme asks or settles, whoever was asked answers. */
function arbitrate(room: ReviewRoom, args: Arguments): ReviewView {
  const { row } = room.see(caseId(args));
  const given = args.value('score');
  const said = given === null ? null : readScore(given);
  if (row.role !== 'coordinator') {
    return moved(room, args, { kind: 'opine', opinion: { score: said, comment: args.value('comment') ?? '' } });
  }
  const asked = args.value('reviewer');
  if (asked !== null) return moved(room, args, { kind: 'refer', reader: readerOf(room, asked) });
  return moved(room, args, { kind: 'settle', score: said });
}

function moved(room: ReviewRoom, args: Arguments, move: ReviewMove): ReviewView {
  return room.move({ reviewId: caseId(args), move });
}

/** By pseudonym or by name. */
function readerOf(room: ReviewRoom, said: string): ReaderPseudonym {
  const pseudonym = ReaderPseudonym.safeParse(said);
  if (pseudonym.success) return pseudonym.data;
  const named = room.people().filter(({ name }) => name === said);
  const [one] = named;
  if (one === undefined || named.length > 1) throw usage(`--reviewer names ${named.length} readers of this store`);
  return one.reader;
}

function caseId(args: Arguments): ReviewId {
  const id = ReviewId.safeParse(args.required('case'));
  if (!id.success) throw usage('--case is not one of our ids');
  return id.data;
}

function drawId(args: Arguments): DrawId {
  const id = DrawId.safeParse(args.required('draw'));
  if (!id.success) throw usage('--draw is not one of our ids');
  return id.data;
}
