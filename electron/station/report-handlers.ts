import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about reports. */
export function reportHandlers(station: StationDoor): Handlers {
  return {
    'calculators.list': () => ({ calculators: [...station.rooms.calculators] }),
    'report.templates': (request) => station.rooms.reporting.templates(request),
    'report.forStudy': (request) => station.rooms.reporting.forStudy(request),
    'report.create': (request) => station.rooms.reporting.create(request),
    'report.save': (request) => station.rooms.reporting.save(request),
    'report.discard': (request) => station.rooms.reporting.discard(request),
    'report.fills': (request) => station.rooms.reporting.fills(request),
    'report.together': (request) => station.rooms.reporting.together.of(request),
    'report.setTogether': (request) => station.rooms.reporting.together.set(request),
    'report.check': (request) => station.rooms.reporting.check(request),
    'report.sign': (request) => {
      station.access.requireProof();
      return station.rooms.reporting.sign(request);
    },
    'report.takeBack': (request) => station.rooms.reporting.later.takeBack(request),
    'report.signNow': (request) => {
      station.access.requireProof();
      return station.rooms.reporting.later.signNow(request);
    },
    'report.waiting': () => station.rooms.reporting.later.waiting(),
    'report.seenUnsigned': (request) => station.rooms.reporting.later.seenUnsigned(request),
    'report.amend': (request) => station.rooms.reporting.amend(request),
    'report.finalise': (request) => station.rooms.reporting.finalise(request),
    'report.correct': (request) => station.rooms.reporting.correct(request),
    'report.withdraw': (request) => {
      station.access.requireProof();
      return station.rooms.reporting.withdraw(request);
    },
    'report.verify': (request) => station.rooms.reporting.verify(request),
    'report.seenMap': (request) => station.rooms.reporting.seenMap(request),
    'report.exportFile': (request) =>
      // The window's save dialog has asked whether to replace.
      station.rooms.reporting.export(request, { replace: true }),
    'report.priorTexts': async ({ studyId }) => ({ reports: await station.rooms.library.priorTexts(studyId) }),
    'report.programDrafts': ({ studyId }) => station.rooms.library.programDrafts(studyId),
    'report.search': (request) => {
      const found = station.rooms.library.search(request);
      station.rooms.audit.searches.typed(request.words, found.hits.length);
      return found;
    },
    'report.pdf': (request) => station.rooms.reporting.pdf(request),
  };
}
