import { closedBetween } from '../../shared/model/open-cases.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

type ReadingCall = Extract<keyof Handlers, `reading.${string}`>;

/** What the reader draws, marks and has seen. */
export function readingHandlers(station: StationDoor): Pick<Handlers, ReadingCall> {
  return {
    'reading.load': (request) => station.rooms.reading.load(request),
    'reading.saveMeasurement': async (request) => {
      const { reading, audit } = station.rooms;
      const saved = reading.saveMeasurement(request);
      await audit.recorder.measured(request.measurement);
      return saved;
    },
    'reading.calibrate': async (request) => {
      const answer = await station.rooms.calibrate(request);
      await station.rooms.audit.recorder.calibrated(request, answer.calibration);
      return answer;
    },
    'reading.useValueMap': async (request) => {
      const answer = await station.rooms.useValueMap(request);
      await station.rooms.audit.recorder.valueMapUsed(request, answer.chosen);
      return answer;
    },
    'reading.useRegistration': async (request) => {
      await station.rooms.audit.recorder.registrationUsed(request);
      return {};
    },
    'reading.saveDesk': (request) => station.rooms.reading.saveDesk(request),
    'reading.cases': () => station.rooms.reading.cases.read(),
    'reading.keepCases': async (request) => {
      const { reading, audit } = station.rooms;
      const closed = closedBetween(reading.cases.read(), request);
      const kept = reading.cases.keep(request);
      if (closed !== null) await audit.recorder.closed(closed);
      return kept;
    },
    'reading.newMeasurement': (request) => station.rooms.reading.newMeasurement(request),
    'reading.saveSeen': (request) => station.rooms.reading.saveSeen(request),
    'reading.seen': (request) => station.rooms.reading.seen(request),
    'reading.looks': (request) => station.rooms.reading.looks(request),
    'reading.setAside': (request) => station.rooms.reading.setAside(request),
    'reading.measure': (request) => station.rooms.measure(request),
    'reading.calcium': (request) => station.rooms.calcium(request),
    'reading.growVolume': (request) => station.rooms.growVolume(request),
    'reading.timeCurve': ({ askId, objectId, baseline, ...drawing }) =>
      station.rooms.curves.curve({ objectId, drawing, baseline, askId }),
    'reading.stopTimeCurve': ({ askId }) => {
      station.rooms.curves.stop(askId);
      return {};
    },
    'reading.keyImages': ({ studyId }) => station.rooms.keyObjects.keyImages.list(studyId),
    'reading.markImage': (request) => station.rooms.keyObjects.mark(request),
    'reading.lesions': ({ studyId }) => station.rooms.lesions.ledger(studyId),
    'reading.markLesion': async (request) => {
      const { lesions, audit } = station.rooms;
      const marked = lesions.mark(request);
      await audit.recorder.lesionMarked({ ...request, trackingUid: marked.trackingUid });
      return marked;
    },
    'reading.keepSegmentation': async (request) => {
      const { archive, segmentations } = station.rooms;
      const kept = await segmentations.keep(request);
      const { content } = await station.parsers.readContent(await archive.readFile(kept.objectId));
      return { ...kept, content };
    },
    'reading.keepView': async (request) => {
      const { archive, keyObjects } = station.rooms;
      const kept = await keyObjects.keepView(request);
      const { content } = await station.parsers.readContent(await archive.readFile(kept.objectId));
      return { ...kept, content };
    },
  };
}
