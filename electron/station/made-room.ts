import type { AnyEvent } from '../../shared/contract/index.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { PointResponses } from '../../shared/model/lesion.ts';
import type { ReportedMeasurement } from '../../shared/model/report.ts';
import type { Fills } from '../../shared/report/field-fills.ts';
import type { OpenStore } from './access/open-store.ts';
import type { Archive } from './archive/archive.ts';
import { readContent } from './archive/read-content.ts';
import { growingOf, storedPixels } from './desk-room.ts';
import { KeyImages } from './reading/key-images.ts';
import { KeyObjects } from './reading/key-objects.ts';
import { lesionNames } from './reading/lesion-rows.ts';
import { Lesions } from './reading/lesions.ts';
import { MadeObjects } from './reading/made-objects.ts';
import { pointResponses } from './reading/point-responses.ts';
import { Segmentations } from './reading/segmentations.ts';
import { studyFills } from './reporting/fill-facts.ts';
import { withOutlines } from './reporting/grown-outlines.ts';
import { reported, studyMeasurements } from './reporting/reported-measurements.ts';
import { namedStudy } from './reporting/study-facts.ts';
import type { SiteLines } from './site-lines.ts';
import type { StationParts } from './station-parts.ts';

export interface MadeRoomParts {
  readonly store: OpenStore;
  readonly station: StationParts;
  readonly emit: (event: AnyEvent) => void;
  readonly archive: Archive;
  readonly lines: Pick<SiteLines, 'transfers' | 'outgoing'>;
}

/** What a reader makes of a study as objects that travel: selections, views, segmentations. */
export interface MadeRoom {
  readonly keyObjects: KeyObjects;
  readonly segmentations: Segmentations;
}

export function openMadeRoom(parts: MadeRoomParts): MadeRoom {
  const made = openMadeObjects(parts);
  return { keyObjects: openKeyObjects(parts, made), segmentations: openSegmentations(parts, made) };
}

function openMadeObjects({ store, station, emit, lines }: MadeRoomParts): MadeObjects {
  const { index, commands, personId } = store;
  const { clock } = station.options;
  return new MadeObjects({
    ...{ index, commands, clock, personId, parsers: station.parsers, ingests: lines.transfers.ingests },
    queue: (db, made) => lines.outgoing.outbox.objects.made(db, made),
    onStudies: (studyIds) => emit({ name: 'worklist.changed', payload: { studyIds: [...studyIds] } }),
  });
}

function openSegmentations({ store, station, archive }: MadeRoomParts, made: MadeObjects): Segmentations {
  const { index, journal, personId } = store;
  return new Segmentations({
    ...{ index, journal, personId, made, clock: station.options.clock },
    evaluation: station.access.state().kind === 'evaluation',
    originOf: (studyId) => namedStudy(index, studyId),
    imageOf: (objectId) => archive.object(objectId),
    pixelsOf: (objectId, frame) => storedPixels(station, objectId, frame),
  });
}

function openKeyObjects({ store, station, archive }: MadeRoomParts, made: MadeObjects): KeyObjects {
  const { index, journal, jobs, personId, faults } = store;
  const { clock } = station.options;
  const grow = growingOf(station, archive);
  return new KeyObjects({
    ...{ index, journal, jobs, clock, personId },
    evaluation: station.access.state().kind === 'evaluation',
    keyImages: new KeyImages({ index, journal, clock, personId, faults }),
    made,
    originOf: (studyId) => namedStudy(index, studyId),
    measurementsOf: async (studyId, studyUid) => {
      const standing = studyMeasurements(journal, studyId).filter(({ deleted }) => !deleted);
      const lesions = lesionNames(
        journal,
        standing.map((one) => one.measurementId),
      );
      const named = standing.map((one) => reported(index, one, studyUid, lesions.get(one.measurementId)));
      return withOutlines({ index, grow }, named, standing);
    },
    responsesOf: responsesIn(store, station, archive),
    imageOf: (objectId) => archive.object(objectId),
  });
}

/** What the lesions of a report came to at its study. */
export function responsesIn(
  { journal, personId, faults }: OpenStore,
  station: StationParts,
  archive: Archive,
): (studyId: StudyId, measured: readonly ReportedMeasurement[]) => PointResponses | null {
  const lesions = new Lesions({ journal, archive, clock: station.options.clock, personId, faults });
  return (studyId, measured) => pointResponses(measured, () => lesions.ledger(studyId));
}

/** What the fields of a report on a study may be filled with. */
export function fillsIn(
  store: OpenStore,
  station: StationParts,
  archive: Archive,
): (studyId: StudyId) => Promise<Fills> {
  const { index, journal, personId, faults } = store;
  const { clock } = station.options;
  const parts = { journal, clock, personId, faults };
  const lesions = new Lesions({ ...parts, archive });
  const keyImages = new KeyImages({ ...parts, index });
  return (studyId) =>
    studyFills(
      {
        index,
        priors: (one) => archive.priors(one),
        ledger: (one) => lesions.ledger(one),
        keyImages: (one) => keyImages.of(one),
        read: (objectId) => readContent({ archive, index, parsers: station.parsers }, objectId),
      },
      studyId,
    );
}
