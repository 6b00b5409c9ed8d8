import type { Rooms } from '../../../station/rooms.ts';
import type { ReviewRoom } from '../../../station/review/review-room.ts';
import type { ReviewView } from '../../../../shared/model/review/review-view.ts';
import type { Arguments } from '../../arguments.ts';
import type { Actions } from './action.ts';

/** Opinions on prior reports. */
export const PRIOR_ACTIONS: Actions = {
  'prior-programmes': {
    call: 'review.priorProgrammes',
    needs: [],
    makesNothing: true,
    run: (_room, _args, { reviewPriors }) => ({
      programmes: reviewPriors.programmes().map(({ programmeId, name }) => ({ programmeId, name })),
    }),
  },
  prior: { call: 'review.meetPrior', needs: ['study', 'report'], run: meet },
};

export const PRIOR_HELP = `
  prior --study UID --report ID                     a case of a prior report (an id of “report priors”) of the study that you read,
                                                    then score it; not blind, and counted apart from what was drawn
  prior-programmes                                  yours that ask for that`;

async function meet(room: ReviewRoom, args: Arguments, rooms: Rooms): Promise<ReviewView> {
  const { reporting, reviewGate, library, audit, reviewPriors } = rooms;
  const request = { studyId: reporting.studyOf(args.required('study')), priorReportId: args.required('report') };
  reviewGate.require('review.meetPrior', request);
  // What it does with the study; that it does so for a second reading is not for the trail.
  await audit.commandLine.study('report priors', request.studyId);
  return room.see(await reviewPriors.meet(request, await library.priorTexts(request.studyId)));
}
