import path from 'node:path';
import type { AnyEvent } from '../../../shared/contract/index.ts';
import { mayUse, READING } from '../../../shared/contract/roles.ts';
import type { ReaderPseudonym, ReviewId } from '../../../shared/model/ids.ts';
import type { RuleBook } from '../../../shared/report/rule-book.ts';
import type { PersonRole } from '../../../shared/model/person.ts';
import type { OpenStore } from '../access/open-store.ts';
import type { StudyRules } from '../access/profile/study-rules.ts';
import type { Archive } from '../archive/archive.ts';
import type { Reporting } from '../reporting/reporting.ts';
import type { StationParts } from '../station-parts.ts';
import type { Transfers } from '../transfer/transfers.ts';
import type { ImagingOrderRoom } from '../worklist/imaging-orders/open-imaging-orders.ts';
import { loadRuleBook } from '../reporting/load-rule-book.ts';
import type { CommunicationBook } from '../reporting/communications.ts';
import { AffectedPatients } from './affected/affected.ts';
import { BesideRoom } from './beside/beside-room.ts';
import { reviewerSide } from './beside/reviewer-side.ts';
import { BlindCopies } from './blind-copies.ts';
import { Draws } from './draws.ts';
import { FiguresRoom } from './figures/figures-room.ts';
import { PhysicianNumbers } from './figures/physician-numbers.ts';
import { openPackages } from './exchange/open-packages.ts';
import type { ReviewNodeRoom } from './exchange/open-packages.ts';
import type { PackageRoom } from './exchange/package-room.ts';
import { readerOf } from './exchange/peers.ts';
import { PriorCases } from './prior/prior-cases.ts';
import { Programmes } from './programmes.ts';
import { Readers } from './readers.ts';
import { ReviewGate } from './review-gate.ts';
import { hasReviewKey, reviewKey } from './review-key.ts';
import { ReviewRoom } from './review-room.ts';
import { Reviews } from './reviews.ts';
import { openTeaching } from './teaching/open-teaching.ts';
import { TeachingJob } from './teaching/teaching-job.ts';
import type { TeachingRoom } from './teaching/teaching-room.ts';
import { BringJob } from './sources/bring-job.ts';
import { SourcePool } from './sources/source-pool.ts';

export interface OpenReviewOptions {
  readonly store: OpenStore;
  readonly station: StationParts;
  readonly archive: Archive;
  readonly transfers: Pick<Transfers, 'ingests' | 'sources' | 'openApart'>;
  readonly reporting: Pick<Reporting, 'studyOfReport' | 'seenMap'>;
  readonly communications: Pick<CommunicationBook, 'open'>;
  readonly imagingOrders: Pick<ImagingOrderRoom, 'ofStudy'>;
  readonly emit: (event: AnyEvent) => void;
  readonly rules: Pick<StudyRules, 'requireMayLeave' | 'requireObjectMayLeave'>;
}

/** Peer review over an open store. */
export interface ReviewRooms {
  readonly review: ReviewRoom;
  readonly reviewGate: ReviewGate;
  readonly reviewBeside: BesideRoom;
  readonly teaching: TeachingRoom;
  readonly reviewTeach: TeachingJob;
  readonly reviewPool: SourcePool;
  readonly reviewBring: BringJob;
  readonly reviewFigures: FiguresRoom;
  readonly reviewPriors: PriorCases;
  readonly packages: PackageRoom;
  readonly reviewNodes: ReviewNodeRoom;
}

export function openReview(options: OpenReviewOptions): ReviewRooms {
  const { store, station, archive, transfers, reporting, communications, emit } = options;
  const { clock } = station.options;
  const roles = (): readonly PersonRole[] => station.access.ownRoles ?? [];
  const { index, journal, commands, jobs, ring, personId, people } = store;
  const key = (): Uint8Array => reviewKey({ index, ring, commands, clock, personId });
  const onChanged = (reviewId: ReviewId): void => emit({ name: 'review.changed', payload: { reviewId } });
  const readers = new Readers({ index, commands, personId, key });
  // Whoever runs programmes moves cases too, and may have read none.
  const own = (): ReaderPseudonym | null =>
    readers.ofPerson(personId) ??
    (roles().includes('coordinator') && hasReviewKey(index)
      ? (readers.of([{ kind: 'person', personId }])[0] ?? null)
      : null);
  const programmes = new Programmes({ index, commands, clock, personId });
  let book: RuleBook | null = null;
  const copies = new BlindCopies({
    ...{ index, jobs, commands, personId, archive, key },
    ...{ ingests: transfers.ingests, parsers: station.parsers, pool: station.pool },
    onReady: onChanged,
    onFailed: (reviewId, error) => emit({ name: 'review.copyFailed', payload: { reviewId, error } }),
  });
  const reviews = new Reviews({
    ...{ index, journal, commands, clock, personId, roles, own, programmes, onChanged },
    shown: (reviewId) => {
      const copy = copies.of(reviewId);
      return copy === null ? null : reviewerSide({ index, journal, clock, personId }, copy.studyId);
    },
  });
  const hidden = (): ReadonlySet<string> => new Set(reviews.unlocked().map(({ sourceReportId }) => sourceReportId));
  const reviewPool = new SourcePool({ index, commands, clock, personId, readers, hidden });
  const { packages, peers, reviewNodes } = openPackages({
    ...{ store, clock, archive, reviews, programmes, readers, key },
    ...{ parsers: station.parsers, pool: station.pool, transfers },
    imagingOrders: options.imagingOrders,
    requireMayLeave: (objectId) => options.rules.requireObjectMayLeave(objectId),
    isCoordinator: () => roles().includes('coordinator'),
    onChanged,
  });
  const review = new ReviewRoom({
    ...{ index, programmes, readers, reviews, copies, own, pool: reviewPool },
    affected: new AffectedPatients({ index, reviews, communications, onChanged }),
    draws: new Draws({ index, commands, clock, personId, programmes }),
    // Read when two reports are compared first.
    lexicon: () => (book ??= loadRuleBook(path.join(station.options.templatesDir, '..', 'checks'))).lexicon,
    people: () =>
      people
        .list()
        .filter(({ state, roles: held }) => state === 'active' && mayUse(READING, held))
        .map((person) => ({ personId: person.personId, name: person.name })),
    elsewhere: () => peers.active().map((peer) => ({ reader: readerOf(peer), name: `${peer.name}, ${peer.site}` })),
  });
  const reviewGate = new ReviewGate({
    ...{ index, personId, own },
    studyOfReport: (reportId) => reporting.studyOfReport(reportId),
    pseudonymOf: (who) => readers.ofPerson(who),
  });
  const teaching = openTeaching(options, { reviews, key, blindStudies: () => reviewGate.blindStudies() });
  return {
    ...{ review, reviewPool },
    reviewBring: new BringJob({ commands, jobs, clock, personId, readers, people: () => people.list() }),
    reviewBeside: new BesideRoom({
      ...{ index, journal, key, reviews, archive },
      seenMap: async (reportId) => (await reporting.seenMap({ reportId })).map,
    }),
    ...{ teaching, reviewTeach: new TeachingJob({ jobs, personId, teaching }) },
    ...{ packages, reviewNodes },
    reviewGate,
    reviewPriors: new PriorCases({
      ...{ index, commands, clock, personId, programmes, reviews, own, onChanged },
      pool: reviewPool,
      blindStudies: () => reviewGate.blindStudies(),
    }),
    reviewFigures: new FiguresRoom({
      ...{ index, commands, clock, personId, programmes, reviews, own },
      ...{ dir: store.dir, faults: store.faults },
      numbers: new PhysicianNumbers({ index, commands, personId, key }),
      people: () => review.people(),
    }),
  };
}
