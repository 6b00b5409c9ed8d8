import { resolve } from 'node:path';
import type { Rect } from '../../../../shared/deidentify/text/blacken.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ConferenceId, ReviewId } from '../../../../shared/model/ids.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { Conference, ConferenceCase } from '../../../../shared/model/review/conference.ts';
import { readMasks } from '../../../../shared/review/teaching/mask-lines.ts';
import { localZone } from '../../../station/reading/local-zone.ts';
import type { TeachingWish } from '../../../station/review/teaching/teaching-room.ts';
import type { Rooms } from '../../../station/rooms.ts';
import { usage } from '../../arguments.ts';
import type { Arguments } from '../../arguments.ts';
import type { Action } from './action.ts';

/** Teaching files and conference lists. */
export const TEACH_ACTIONS: Readonly<Record<string, Action>> = {
  teachable: {
    call: 'review.teachable',
    makesNothing: true,
    needs: [],
    run: (_room, _args, { teaching }) => ({ cases: teaching.teachable() }),
  },
  conferences: {
    call: 'review.conferences',
    makesNothing: true,
    needs: [],
    run: (_room, _args, { teaching }) => ({ conferences: teaching.conferences() }),
  },
  conference: { call: 'review.saveConference', needs: [], run: (_room, args, rooms) => save(args, rooms) },
  teach: { call: 'review.saveConference', needs: ['out'], run: (_room, args, rooms) => teach(args, rooms) },
};

export const TEACH_OPTIONS = {
  study: 'value',
  conference: 'value',
  title: 'value',
  mask: 'value',
  looked: 'flag',
} as const;

export const TEACH_HELP = `  teachable | conferences                          settled cases with a learning point; lists of cases
  conference --title T [--conference ID] [--case ID,… | --study UID,…]
                                                    a new list, or cases put behind those of one
  teach --case ID|--study UID|--conference ID --out DIR|FILE.zip [--mask X,Y,W,H;…] [--looked]
                                                    pictures without their patient (PS3.15 Annex E), a key object selection
                                                    "For Teaching" of those that were marked, the list and its presenter's notes.
                                                    Text in pixels is searched for: a picture in which some is found, and every
                                                    kind that devices draw into, stays in. --mask blacks rectangles of every
                                                    picture; of ultrasound only the regions that it names are kept. --looked: you
                                                    have looked at every picture and seen no name. CT and MR of heads stay in.`;

function teach(args: Arguments, rooms: Rooms): Promise<unknown> {
  const wish: TeachingWish = {
    what: whatOf(args, rooms),
    out: resolve(args.required('out')),
    masks: masksOf(args.value('mask')),
    looked: args.has('looked'),
    zone: localZone(new Date()),
  };
  return rooms.teaching.write(wish);
}

function whatOf(args: Arguments, rooms: Rooms): TeachingWish['what'] {
  const [review, study, conference] = [args.value('case'), args.value('study'), args.value('conference')];
  if ([review, study, conference].filter((one) => one !== null).length !== 1)
    throw usage('teach needs one of --case ID, --study UID and --conference ID');
  if (review !== null) return { reviewId: reviewOf(review) };
  if (study !== null) return { studyId: studyOf(rooms, study) };
  return { conferenceId: conferenceOf(conference ?? '') };
}

/** Cases are put behind those that the list has. */
function save(args: Arguments, rooms: Rooms): Conference {
  const named = args.value('conference');
  const known =
    named === null
      ? null
      : (rooms.teaching.conferences().find(({ conferenceId }) => conferenceId === conferenceOf(named)) ?? null);
  if (named !== null && known === null) throw new AppError('review/no-such-conference', 'no such list');
  const settled = rooms.teaching.teachable();
  const empty = { question: '', presenterNotes: '', minutes: 10 };
  const split = (text: string | null): string[] => (text === null ? [] : text.split(',').map((one) => one.trim()));
  const fromReviews = split(args.value('case')).map((id): ConferenceCase => {
    const found = settled.find(({ reviewId }) => reviewId === reviewOf(id));
    if (found === undefined) throw new AppError('review/not-teachable', 'the case is not settled, or teaches nothing');
    return { ...empty, studyId: found.studyId, reviewId: found.reviewId, learningPoint: found.learningPoint };
  });
  const fromStudies = split(args.value('study')).map((uid): ConferenceCase => ({
    ...{ ...empty, studyId: studyOf(rooms, uid), reviewId: null, learningPoint: '' },
  }));
  const before = (known?.cases ?? []).map(({ label: _label, ...one }) => one);
  return rooms.teaching.save({
    conferenceId: known?.conferenceId ?? null,
    revision: known?.revision ?? 0,
    title: args.value('title') ?? known?.title ?? '',
    cases: [...before, ...fromReviews, ...fromStudies],
  });
}

function masksOf(said: string | null): Rect[] {
  const masks = readMasks(said ?? '');
  if (masks === null) throw usage('--mask is X,Y,W,H in whole pixels, several between ";"');
  return masks;
}

function reviewOf(said: string): ReviewId {
  const id = ReviewId.safeParse(said);
  if (!id.success) throw usage('--case is not one of our ids');
  return id.data;
}

function conferenceOf(said: string): ConferenceId {
  const id = ConferenceId.safeParse(said);
  if (!id.success) throw usage('--conference is not one of our ids');
  return id.data;
}

function studyOf(rooms: Rooms, uid: string): StudyId {
  const row = rooms.worklist.list('').rows.find(({ studyUid }) => studyUid === uid);
  if (row === undefined) throw new AppError('archive/unknown-study', 'the store has no such study');
  return row.studyId;
}
