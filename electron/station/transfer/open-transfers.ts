import type { AnyEvent } from '../../../shared/contract/index.ts';
import type { AppError } from '../../../shared/errors/app-error.ts';
import type { SourceId } from '../../../shared/model/ids.ts';
import type { SourceSecrets } from '../../../shared/model/source-settings.ts';
import type { OpenStore } from '../access/open-store.ts';
import type { AppliedProfile } from '../access/profile/profile-rows.ts';
import { openDicomWeb } from '../sources/dicomweb/dicomweb-source.ts';
import { DimseLink } from '../sources/dimse/dimse-link.ts';
import { openDimse } from '../sources/dimse/dimse-source.ts';
import type { DimsePorts } from '../sources/dimse/dimse-source.ts';
import type { ReceiverEvents } from '../sources/receiver-sink.ts';
import type { Source } from '../sources/source.ts';
import type { StationParts } from '../station-parts.ts';
import { MoveReceivers } from './retrieve/move-receivers.ts';
import { TurnedAway } from './retrieve/turned-away.ts';
import type { StoredSource } from './source-list/source-list.ts';
import { Transfers } from './transfers.ts';

export interface OpenTransfersOptions {
  readonly store: OpenStore;
  readonly station: StationParts;
  readonly emit: (event: AnyEvent) => void;
  readonly profiles: () => readonly AppliedProfile[];
  /** What a transfer saw of the line to its source; null: it answered. */
  readonly onSight: (sourceId: SourceId, error: AppError | null) => void;
  /** What archives say to our own receiver of keeping what they were sent. */
  readonly onCommitment: NonNullable<ReceiverEvents['commitment']>;
}

/** The sources and transfers of an open store, with the connections of this program. */
export function openTransfers({
  store,
  station,
  emit,
  profiles,
  onSight,
  onCommitment,
}: OpenTransfersOptions): Transfers {
  const { clock, log, processHost } = station.options;
  const link = new DimseLink(processHost);
  const receivers: MoveReceivers = new MoveReceivers({
    ...{ host: processHost, log, commitment: onCommitment },
    turnedAway: new TurnedAway({ commands: store.commands, personId: store.personId, clock, log }).record,
    sources: () => transfers.sources.all(),
    sink: { begin: (facts, from) => transfers.pushed.begin(facts, from) },
  });
  const transfers: Transfers = new Transfers({
    ...{ store, clock, log, emit, personId: store.personId, parsers: station.parsers },
    ...{ pool: station.pool, onSight },
    // No window gets another frame of them; what is kept of them goes.
    onRejected: (objectIds) => {
      for (const objectId of objectIds) station.frames.forget(objectId);
    },
    profiles: () =>
      profiles().map(({ profile }) => ({
        siteCode: profile.site.code,
        siteName: profile.site.name,
        sources: profile.sources,
      })),
    openSource: (stored, renew) => openSource(stored, renew, { link, moves: receivers.moves }),
    ready: () => receivers.ready(),
    closeLinks: async () => {
      await receivers.close();
      await link.close();
    },
  });
  return transfers;
}

function openSource(
  { settings, proofs: secrets }: StoredSource,
  renew: (secrets: SourceSecrets) => void,
  dimse: Pick<DimsePorts, 'link' | 'moves'>,
): Source {
  switch (settings.kind) {
    case 'dicomweb':
      return openDicomWeb(settings, {
        secrets,
        keepRefreshToken: async (refreshToken) => {
          await Promise.resolve();
          renew({ ...secrets, refreshToken });
        },
      });
    case 'dimse':
      return openDimse(settings, { secrets, ...dimse });
  }
}
