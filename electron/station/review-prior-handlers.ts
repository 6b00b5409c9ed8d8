import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about opinions on prior reports. */
export function reviewPriorHandlers(station: StationDoor): Handlers {
  return {
    'review.priorProgrammes': () => ({
      programmes: station.rooms.reviewPriors.programmes().map(({ programmeId, name }) => ({ programmeId, name })),
    }),
    'review.meetPrior': async (request) => {
      const { library, reviewPriors, review } = station.rooms;
      return review.see(await reviewPriors.meet(request, await library.priorTexts(request.studyId)));
    },
  };
}
