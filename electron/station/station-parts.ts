import type { Access } from './access/access.ts';
import type { Administration } from './access/administration.ts';
import type { Forgetting } from './access/forget/forgetting.ts';
import type { OrderDesk } from './access/orders/order-desk.ts';
import type { RetentionDesk } from './access/retention/retention.ts';
import type { SignInDesk } from './access/sign-in/sign-in-desk.ts';
import type { ProgramLife } from './access/audit/program-life.ts';
import type { Phantoms } from './check/phantoms.ts';
import type { DecodePool } from './dicom/decode/decode-pool.ts';
import type { ParserPool } from './dicom/parser-pool.ts';
import type { FrameServer } from './frames/frame-server.ts';
import type { FaultPoints } from './kernel/fault-points.ts';
import type { Clock, Log, PdfPrinter, ProcessHost, SecretStore, SystemBrowser } from './kernel/ports.ts';

export interface StationOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly processHost: ProcessHost;
  readonly blobWorkerFile: string;
  readonly templatesDir: string;
  /** Null where there is no shell: PDF jobs fail as report/pdf-needs-runtime. */
  readonly printer: PdfPrinter | null;
  /** Absent where nobody could be shown a page: then nobody signs in at a provider. */
  readonly browser?: SystemBrowser;
  /** Absent where there is no key store of the system to ask. */
  readonly secrets?: SecretStore;
  readonly nativeBinding: string | null;
  readonly checkReplies: boolean;
  /** Folder outside the store that remembers how far each store had come; absent: nothing is remembered. */
  readonly anchorDir?: string;
  /**
   * 'asked': sources, destinations and listeners rest until a caller starts them. A command that lists studies neither sends nor
   * listens. Open when left out.
   */
  readonly lines?: 'open' | 'asked';
  /** Decoded frames that are kept in memory, bytes; 256 MB when left out. */
  readonly decodedCacheBytes?: number;
  /** Where a test ends the process; nowhere in the program. */
  readonly faults?: FaultPoints | undefined;
  /** The cost of new passphrases; for tests that open a store often. */
  readonly scryptLogN?: number;
}

/** What lives as long as the station, whether its store is open or not. */
export interface StationParts {
  readonly options: StationOptions;
  readonly access: Access;
  readonly administration: Administration;
  readonly forgetting: Forgetting;
  readonly signIn: SignInDesk;
  readonly retention: RetentionDesk;
  readonly orders: OrderDesk;
  readonly life: ProgramLife;
  readonly frames: FrameServer;
  readonly pool: DecodePool;
  readonly parsers: ParserPool;
  /** Pictures of the check of this station. */
  readonly phantoms: Phantoms;
}
