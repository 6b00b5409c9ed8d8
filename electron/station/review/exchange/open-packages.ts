import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ObjectId, ReaderPseudonym, ReviewId } from '../../../../shared/model/ids.ts';
import type { OpenStore } from '../../access/open-store.ts';
import type { Archive } from '../../archive/archive.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { StationParts } from '../../station-parts.ts';
import type { Transfers } from '../../transfer/transfers.ts';
import type { ImagingOrderRoom } from '../../worklist/imaging-orders/open-imaging-orders.ts';
import type { Programmes } from '../programmes.ts';
import type { Readers } from '../readers.ts';
import type { Reviews } from '../reviews.ts';
import { Intake } from './intake.ts';
import { MailIn } from './node/mail-in.ts';
import { MailOut } from './node/mail-out.ts';
import { ReviewNodes } from './node/nodes.ts';
import { Outgoing } from './outgoing.ts';
import { OwnKeys } from './own-keys.ts';
import { PackageRoom } from './package-room.ts';
import { Peers, readerOf } from './peers.ts';
import type { Peer } from './peers.ts';

export interface OpenPackagesParts {
  readonly store: OpenStore;
  readonly clock: Clock;
  readonly parsers: StationParts['parsers'];
  readonly pool: StationParts['pool'];
  readonly archive: Archive;
  readonly transfers: Pick<Transfers, 'ingests' | 'sources' | 'openApart'>;
  readonly imagingOrders: Pick<ImagingOrderRoom, 'ofStudy'>;
  readonly requireMayLeave: (objectId: ObjectId) => void;
  readonly reviews: Reviews;
  readonly programmes: Programmes;
  readonly readers: Readers;
  /** Of peer review; a copy that is zeroed here. */
  readonly key: () => Uint8Array;
  readonly isCoordinator: () => boolean;
  readonly onChanged: (reviewId: ReviewId) => void;
}

/** Nodes for second readings, and the two ways through them. */
export interface ReviewNodeRoom {
  readonly nodes: ReviewNodes;
  readonly mailOut: MailOut;
  readonly mailIn: MailIn;
}

export interface OpenedPackages {
  readonly packages: PackageRoom;
  readonly reviewNodes: ReviewNodeRoom;
  readonly peers: Peers;
}

/** Exchange with other stations, over an open store. */
export function openPackages(parts: OpenPackagesParts): OpenedPackages {
  const { store, clock, parsers, archive, transfers, imagingOrders, requireMayLeave, pool } = parts;
  const { reviews, programmes, readers, key, isCoordinator } = parts;
  const { index, commands, jobs, ring, personId, dir, faults } = store;
  const peers = new Peers({ index, commands, clock, personId });
  const keys = new OwnKeys({ dir, index, ring, commands, clock, personId });
  const pseudonymOf = (peer: Peer): ReaderPseudonym | null =>
    isCoordinator() ? (readers.of([readerOf(peer)])[0] ?? null) : null;
  const common = { index, commands, clock, personId, jobs, keys, peers, reviews, pseudonymOf, parsers };
  const outgoing = new Outgoing({
    ...{ ...common, dir, faults, programmes, archive, pool, key, requireMayLeave },
    order: (studyId) => imagingOrders.ofStudy(studyId).order,
  });
  const intake = new Intake({
    ...{ ...common, ingests: transfers.ingests, onChanged: parts.onChanged },
    own: () => {
      const [own] = readers.of([{ kind: 'person', personId }]);
      if (own === undefined) throw new AppError('internal/bug', 'nobody got a pseudonym');
      return own;
    },
  });
  const nodes = new ReviewNodes({
    ...{ index, commands, clock, personId },
    clinical: () => transfers.sources.all().map(({ settings }) => settings),
    open: (settings, secrets) => transfers.openApart(settings, secrets),
  });
  const mailOut = new MailOut({ dir, index, commands, jobs, clock, personId, outgoing, nodes, key });
  const mailIn = new MailIn({ dir, index, commands, jobs, clock, personId, keys, nodes, parsers, intake, mailOut });
  const packages = new PackageRoom({ index, keys, peers, outgoing, intake, pseudonymOf });
  return { packages, peers, reviewNodes: { nodes, mailOut, mailIn } };
}
