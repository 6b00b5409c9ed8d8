import path from 'node:path';
import type { AnyEvent } from '../../../shared/contract/index.ts';
import type { StationKey } from '../access/audit/station-key.ts';
import type { OpenStore } from '../access/open-store.ts';
import type { HangingObject } from '../../../shared/model/hanging-object.ts';
import type { Clock } from '../kernel/ports.ts';
import { Habits } from './habits.ts';
import { loadCaseTables, loadProtocols } from './load-hanging.ts';
import { ProtocolDrafts } from './protocol-drafts.ts';
import { ProtocolFiles } from './protocol-files.ts';
import { Protocols } from './protocols.ts';
import { StudyBesides } from './study-besides.ts';
import type { BesidesParts } from './study-besides.ts';
import { TryingOut } from './trying-out.ts';
import type { TryingOutOptions } from './trying-out.ts';

/** By what studies hang for who has the store open. */
export interface HangingRoom {
  readonly hanging: Protocols;
  readonly hangingFiles: ProtocolFiles;
  readonly tryingOut: TryingOut;
  /** What the reader has in the editor and did not keep yet. */
  readonly hangingDrafts: ProtocolDrafts;
  /** What the reader does again and again after a case was hung. */
  readonly habits: Habits;
  /** What studies have beside their pictures. */
  readonly besides: StudyBesides;
}

export interface HangingParts {
  readonly store: Pick<
    OpenStore,
    'index' | 'journal' | 'commands' | 'people' | 'personId' | 'personName' | 'dir' | 'faults'
  >;
  readonly clock: Clock;
  readonly emit: (event: AnyEvent) => void;
  readonly key: Pick<StationKey, 'current' | 'all' | 'sign'>;
  readonly readHanging: (content: Uint8Array) => Promise<HangingObject>;
  /** Folder of the program's resources. */
  readonly resources: string;
  readonly archive: TryingOutOptions['archive'];
  readonly worklist: TryingOutOptions['worklist'];
  readonly beside: Omit<BesidesParts, 'protocols'>;
}

export function openHanging(parts: HangingParts): HangingRoom {
  const { store, clock, emit, key, readHanging, resources, archive, worklist, beside } = parts;
  const { index, commands, people, personId, personName, dir: storeDir, faults } = store;
  const shipped = loadProtocols(path.join(resources, 'hanging'));
  const protocols = new Protocols({ shipped, index, commands, clock, people, personId, emit });
  return {
    hanging: protocols,
    hangingDrafts: new ProtocolDrafts({ journal: store.journal, clock, personId, faults }),
    besides: new StudyBesides({ ...beside, protocols: () => protocols.forReader().protocols }),
    habits: new Habits({ journal: store.journal, clock, commands, personId, faults }),
    tryingOut: new TryingOut({ archive, worklist, protocols, clock, tables: () => loadCaseTables(resources) }),
    hangingFiles: new ProtocolFiles({
      ...{ protocols, index, commands, clock, key, readHanging, personId, personName, storeDir, faults },
    }),
  };
}
