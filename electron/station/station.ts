import type { AnyEvent, Envelope } from '../../shared/contract/index.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { PersonId } from '../../shared/model/ids.ts';
import type { AccessState } from '../../shared/contract/access.ts';
import { Access } from './access/access.ts';
import { rebuildObjects } from './archive/rebuild/rebuild-objects.ts';
import { DecodePool } from './dicom/decode/decode-pool.ts';
import { ParserPool } from './dicom/parser-pool.ts';
import { FrameServer } from './frames/frame-server.ts';
import type { WindowPort } from './kernel/ports.ts';
import { stationHandlers } from './handlers.ts';
import { openRooms } from './rooms.ts';
import type { Rooms } from './rooms.ts';
import { Router } from './router.ts';
import type { StationDoor } from './station-door.ts';
import type { StationOptions } from './station-parts.ts';

const DECODED_CACHE_BYTES = 256 * 1024 * 1024;
const DECODER_PROCESSES = 2;

/** The headless reading station: opens every part in order and closes them in reverse. One a process. */
export class Station implements StationDoor {
  readonly events = new Emitter<AnyEvent>();
  readonly access: Access;
  readonly frames: FrameServer;
  readonly pool: DecodePool;
  readonly parsers: ParserPool;
  readonly options: StationOptions;
  #router: Router;
  #rooms: Rooms | null = null;
  #ports = new DisposerBag();

  constructor(options: StationOptions) {
    this.options = options;
    this.access = new Access({
      dir: options.dataDir,
      blobWorkerFile: options.blobWorkerFile,
      nativeBinding: options.nativeBinding ?? undefined,
      clock: options.clock,
      log: options.log,
      faults: options.faults,
      rebuild: async (parts) => ({ ...(await rebuildObjects({ ...parts, parsers: this.parsers })) }),
    });
    this.pool = new DecodePool(options.processHost, { processes: DECODER_PROCESSES });
    this.parsers = new ParserPool(options.processHost);
    this.frames = new FrameServer({
      objects: async (objectId) => this.rooms.archive.object(objectId),
      blobs: {
        read: (blobId) => this.access.requireStore().blobs.read(blobId),
        readRange: (blobId, offset, length) => this.access.requireStore().blobs.readRange(blobId, offset, length),
      },
      pool: this.pool,
      cacheBytes: DECODED_CACHE_BYTES,
    });
    this.access.onChanged.on((state) => this.events.emit({ name: 'access.changed', payload: state }));
    this.#router = new Router({
      handlers: stationHandlers(this),
      isOpen: () => this.#rooms !== null,
      log: options.log,
      checkReplies: options.checkReplies,
    });
  }

  /** The open store's parts. @throws AppError access/locked */
  get rooms(): Rooms {
    if (!this.#rooms) throw new AppError('access/locked', 'the store is locked');
    return this.#rooms;
  }

  call(name: string, request: unknown): Promise<Envelope<unknown>> {
    return this.#router.call(name, request);
  }

  attachFrames(port: WindowPort): Disposer {
    const detach = this.frames.attach(port);
    this.#ports.add(detach);
    return detach;
  }

  async create(name: string, passphrase: string): Promise<{ readonly recoveryKey: string }> {
    const created = await this.access.create(name, passphrase);
    this.#openRooms();
    return created;
  }

  async unlock(personId: PersonId | null, passphrase: string): Promise<AccessState> {
    const state = await this.access.unlock(personId, passphrase);
    this.#openRooms();
    return state;
  }

  /** Blanks: rooms, decoded frames and keys go; windows hear of it by event. */
  async lock(): Promise<AccessState> {
    await this.#closeRooms();
    return this.access.lock();
  }

  async close(): Promise<void> {
    this.#ports.dispose();
    await this.#closeRooms();
    await this.access.close();
    await Promise.all([this.pool.close(), this.parsers.close()]);
  }

  #openRooms(): void {
    if (this.#rooms) return;
    this.#rooms = openRooms({
      store: this.access.requireStore(),
      station: this,
      emit: (event) => this.events.emit(event),
    });
  }

  async #closeRooms(): Promise<void> {
    const rooms = this.#rooms;
    this.#rooms = null;
    this.frames.forget();
    // Decoder processes hold files of the store in memory.
    this.pool.drop();
    await rooms?.close();
  }
}
