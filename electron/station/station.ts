import path from 'node:path';
import type { FrameForm } from '../../shared/contract/frames.ts';
import type { AnyEvent, Envelope, ParsedRequest, Response } from '../../shared/contract/index.ts';
import { AppError, toWire } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { ObjectId, PersonId } from '../../shared/model/ids.ts';
import type { AccessState, Unlocked } from '../../shared/contract/access.ts';
import type { LockReason } from '../../shared/model/access.ts';
import { Access } from './access/access.ts';
import { Administration } from './access/administration.ts';
import { Forgetting } from './access/forget/forgetting.ts';
import { OrderDesk } from './access/orders/order-desk.ts';
import { RetentionDesk } from './access/retention/retention.ts';
import { SignInDesk } from './access/sign-in/sign-in-desk.ts';
import { ProgramLife } from './access/audit/program-life.ts';
import { IdleGuard } from './access/idle-guard.ts';
import { OpeningProgress } from './access/opening-progress.ts';
import { idleMinutes } from './access/policy.ts';
import { calls, isCallName } from '../../shared/contract/index.ts';
import { BehindLock } from './behind-lock.ts';
import { rebuildObjects } from './archive/rebuild/rebuild-objects.ts';
import { Phantoms, withPhantoms } from './check/phantoms.ts';
import { DecodePool } from './dicom/decode/decode-pool.ts';
import { ParserPool } from './dicom/parser-pool.ts';
import { FrameServer } from './frames/frame-server.ts';
import type { OpeningStage } from './kernel/recovery/opening-stage.ts';
import type { WindowPort } from './kernel/ports.ts';
import { stationHandlers } from './handlers.ts';
import { OpenStudies } from './open-studies.ts';
import { openRooms } from './rooms.ts';
import type { Rooms } from './rooms.ts';
import { Router } from './router.ts';
import { isNewWork, needsStorage } from './store-calls.ts';
import type { StationDoor } from './station-door.ts';
import type { StationOptions } from './station-parts.ts';

const DECODED_CACHE_BYTES = 256 * 1024 * 1024;
const DECODER_PROCESSES = 2;

/** The headless reading station: opens every part in order and closes them in reverse. One a process. */
export class Station implements StationDoor {
  readonly events = new Emitter<AnyEvent>();
  readonly access: Access;
  readonly administration: Administration;
  readonly forgetting: Forgetting;
  readonly signIn: SignInDesk;
  readonly retention: RetentionDesk;
  readonly orders: OrderDesk;
  /** Not started here: only a shell can tell whether somebody is there. */
  readonly idle: IdleGuard;
  readonly life: ProgramLife;
  readonly frames: FrameServer;
  readonly pool: DecodePool;
  readonly parsers: ParserPool;
  readonly phantoms: Phantoms;
  readonly options: StationOptions;
  /** What goes on while the store is locked. */
  readonly behindLock: BehindLock;
  #router: Router;
  /** What windows, command line and tests reach; null while the store is locked. */
  #rooms: Rooms | null = null;
  /** The rooms of a store that is locked: their lines may go on, and nobody is let in. */
  #shut: Rooms | null = null;
  /** Windows hear of the lock only, until rooms are open again. */
  #isMute = false;
  #ports = new DisposerBag();
  #studies = new OpenStudies((reportId) => this.rooms.reporting.together.studiesOf(reportId));

  readonly #opening: OpeningProgress;

  constructor(options: StationOptions) {
    this.options = options;
    this.#opening = new OpeningProgress(
      (work) => this.events.emit({ name: 'access.progress', payload: { work } }),
      options.clock,
    );
    this.access = new Access({
      dir: options.dataDir,
      blobWorkerFile: options.blobWorkerFile,
      nativeBinding: options.nativeBinding ?? undefined,
      clock: options.clock,
      log: options.log,
      anchorDir: options.anchorDir,
      faults: options.faults,
      ...(options.scryptLogN === undefined ? {} : { scryptLogN: options.scryptLogN }),
      secrets: options.secrets,
      admit: (store) => this.orders.admit(store),
      onStage: (stage) => this.#opening.take(stage),
      rebuild: async (parts) => ({ ...(await rebuildObjects({ ...parts, parsers: this.parsers })) }),
    });
    this.administration = new Administration(this.access);
    this.forgetting = new Forgetting(this.access);
    this.retention = new RetentionDesk(this.access, options.clock);
    this.signIn = new SignInDesk({ access: this.access, browser: options.browser ?? null, log: options.log });
    this.orders = new OrderDesk({
      ...{ access: this.access, dir: options.dataDir, clock: options.clock, log: options.log },
      ...{ nativeBinding: options.nativeBinding ?? undefined, anchorDir: options.anchorDir },
      leave: () => this.#closeRooms(),
      tell: (notices) => this.events.emit({ name: 'orders.changed', payload: { notices: [...notices] } }),
    });
    this.behindLock = new BehindLock({
      ...{ access: this.access, log: options.log, leave: () => this.#closeRooms() },
      tell: (fetching) => this.events.emit({ name: 'access.fetching', payload: { fetching } }),
    });
    this.idle = new IdleGuard({
      ...{ clock: options.clock, log: options.log },
      limitMinutes: () => {
        const { store } = this.access;
        return store === null ? null : idleMinutes(store.index, store.personId);
      },
      lock: () => this.lock('idle'),
    });
    this.orders.begin();
    this.life = new ProgramLife(options.clock.nowIso());
    this.pool = new DecodePool(options.processHost, { processes: DECODER_PROCESSES });
    this.parsers = new ParserPool(options.processHost);
    this.phantoms = new Phantoms(path.join(options.templatesDir, '..'), this.parsers);
    this.frames = new FrameServer({
      ...withPhantoms(this.phantoms, {
        objects: async (objectId) => this.rooms.archive.object(objectId),
        blobs: {
          read: (blobId) => this.access.requireStore().blobs.read(blobId),
          readNumbers: (...part) => this.access.requireStore().blobs.readNumbers(...part),
        },
      }),
      pool: this.pool,
      cacheBytes: options.decodedCacheBytes ?? DECODED_CACHE_BYTES,
    });
    this.access.onChanged.on((state) => {
      if (state.store !== 'open') this.#shutOut();
      this.events.emit({ name: 'access.changed', payload: state });
      this.#watchLock();
    });
    this.#router = new Router({
      handlers: stationHandlers(this),
      isOpen: () => this.#rooms !== null,
      roles: () => this.access.roles,
      ownRoles: () => this.access.ownRoles,
      allow: (page, name, parsed) => {
        this.#studies.require(page, name, parsed);
        this.#rooms?.requireSiteRole(name, parsed);
        this.#rooms?.reviewGate.require(name, parsed);
      },
      log: options.log,
      checkReplies: options.checkReplies,
    });
  }

  /** The open store's parts. @throws AppError access/locked */
  get rooms(): Rooms {
    if (!this.#rooms) throw new AppError('access/locked', 'the store is locked');
    return this.#rooms;
  }

  /** @param page that asks, as the shell names it; null for the shell itself, the command line and tests */
  async call(name: string, request: unknown, page: string | null = null): Promise<Envelope<unknown>> {
    const { store } = this.access;
    try {
      if (store !== null && needsStorage(name)) store.storage.require();
      if (isNewWork(name)) store?.movement.requireLive();
    } catch (error) {
      return { ok: false, error: toWire(error) };
    }
    const { sitting } = this.access;
    const envelope = await this.#router.call(name, request, page);
    if (sitting !== this.access.sitting && isOfSitting(name)) {
      return { ok: false, error: toWire(new AppError('access/locked', 'the store was locked meanwhile')) };
    }
    // A save that failed may be the first to meet a disk that is gone.
    if (!envelope.ok) store?.storage.suspect(envelope.error.code);
    if (page !== null && envelope.ok) this.#lend(page, name, request, envelope.value);
    return envelope.ok
      ? { ok: true, value: this.#rooms?.reviewGate.without(name, request, envelope.value) ?? envelope.value }
      : envelope;
  }

  /** A page is gone, and what it had open with it. */
  forgetPage(page: string): void {
    this.#studies.forget(page);
  }

  /** @param page whose open studies bound what the port gives; null: everything (tests) */
  attachFrames(port: WindowPort, page: string | null = null): Disposer {
    const mayShow = (objectId: ObjectId, form: FrameForm): boolean =>
      page === null ||
      this.phantoms.isPhantom(objectId) ||
      (this.access.store?.signIns.needed() === false && this.#studies.mayShow(page, objectId, form === 'thumbnail'));
    const detach = this.frames.attach(port, mayShow);
    this.#ports.add(detach);
    return detach;
  }

  async create(name: string, passphrase: string): Promise<{ readonly recoveryKey: string }> {
    const created = await this.access.create(name, passphrase);
    this.#openRooms();
    return created;
  }

  /** Another person than the one at work closes their desk first, once the secret is proved. */
  async unlock(personId: PersonId | null, passphrase: string): Promise<Unlocked> {
    try {
      return await this.#reopening(() => this.access.unlock(personId, passphrase, () => this.#closeRooms()));
    } finally {
      this.#opening.end();
    }
  }

  /** The store closes for the moment in which it gets another key. */
  async revoke(request: ParsedRequest<'people.revoke'>): Promise<Response<'people.revoke'>> {
    return await this.#reopening(() => this.administration.revoke(request, () => this.#closeRooms()));
  }

  async forgetPerson(request: ParsedRequest<'people.forget'>): Promise<Response<'people.forget'>> {
    return await this.#reopening(() => this.forgetting.person(request, () => this.#closeRooms()));
  }

  async forget(request: ParsedRequest<'forget.run'>): Promise<Response<'forget.run'>> {
    return await this.#reopening(() => this.forgetting.run(request, () => this.#closeRooms()));
  }

  async purge(request: ParsedRequest<'retention.purge'>): Promise<Response<'retention.purge'>> {
    return await this.#reopening(() => this.retention.purge(request, () => this.#closeRooms()));
  }

  async rotateKeys(request: ParsedRequest<'keys.rotate'>): Promise<Response<'keys.rotate'>> {
    return await this.#reopening(() => this.forgetting.rotate(request, () => this.#closeRooms()));
  }

  /** Work of an administrator for which nobody may be at work on the store. */
  async whileClosed<T>(work: (leave: () => Promise<void>) => Promise<T>): Promise<T> {
    return await this.#reopening(() => work(() => this.#closeRooms()));
  }

  tellStage(stage: OpeningStage): void {
    this.#opening.take(stage);
  }

  /** Blanks at once: nothing that a window asks reaches the store any more. Transfers may go on behind it; else everything is closed. */
  lock(reason?: LockReason): Promise<AccessState> {
    this.#shutOut();
    return this.access.lock(reason, {
      leave: () => this.#closeRooms(),
      goesOn: () => this.options.lines !== 'asked' && this.#shut?.lines.goesOn() === true,
    });
  }

  async close(): Promise<void> {
    this.#ports.dispose();
    this.signIn.close();
    await this.orders.close();
    (this.#rooms ?? this.#shut)?.audit.stopping();
    await this.#closeRooms();
    await this.access.close();
    await Promise.all([this.pool.close(), this.parsers.close()]);
  }

  /** What a page was just given opens the way to its pixels. */
  #lend(page: string, name: string, request: unknown, value: unknown): void {
    // The router checked the request, and the rooms made the value.
    if (name === 'study.open') this.#studies.opened(page, value as Response<'study.open'>);
    if (name === 'access.breakGlass') {
      const { study } = value as Response<'access.breakGlass'>;
      const { studyId } = study.study;
      this.#studies.opened(page, study, () => this.#rooms?.audit.breakGlass.holds(studyId) === true);
    }
    if (name === 'access.endBreakGlass') {
      const { studies } = value as Response<'access.endBreakGlass'>;
      for (const studyId of studies) this.#studies.closed(page, studyId);
    }
    if (name === 'study.preview') {
      const { studyId } = request as ParsedRequest<'study.preview'>;
      this.#studies.previewed(page, studyId, value as Response<'study.preview'>);
    }
  }

  /** Work that may close the rooms; they stand open afterwards where the store does. */
  async #reopening<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.#opening.end();
      if (this.access.store !== null) this.#openRooms();
    }
  }

  #openRooms(): void {
    if (this.#rooms) return;
    const shut = this.#shut;
    this.#shut = null;
    this.#isMute = false;
    if (shut !== null) {
      this.#rooms = shut;
      shut.resume();
      this.behindLock.end();
      return;
    }
    this.#rooms = openRooms({
      store: this.access.requireStore(),
      station: this,
      // Windows of a locked store hear nothing of what comes: it has names in it.
      emit: (event) => (this.#isMute ? undefined : this.events.emit(event)),
      openStudies: () => this.#studies.shown(),
    });
    this.orders.start();
  }

  /** Nobody is at the store: what was shown is gone, and windows have to shake hands anew. */
  #shutOut(): void {
    this.#blank();
    this.#ports.dispose();
  }

  /** Nothing that a window asks reaches the store any more. What the rooms do by themselves goes on until they are closed. */
  #blank(): void {
    const rooms = this.#rooms;
    if (rooms === null) return;
    this.#rooms = null;
    this.#shut = rooms;
    this.#isMute = true;
    // Decoder processes hold files of the store in memory.
    this.pool.dropAttended();
    this.frames.forget();
    rooms.tryingOut.forget();
    this.#studies.clear();
    rooms.rest();
  }

  #watchLock(): void {
    const { locked } = this.access;
    if (locked !== null && this.#shut !== null) this.behindLock.begin(locked, this.#shut.lines);
  }

  async #closeRooms(): Promise<void> {
    this.#blank();
    const rooms = this.#shut;
    this.#shut = null;
    this.behindLock.end();
    this.pool.drop();
    await rooms?.close();
  }
}

/** Whether what a call answers is for the person who asked, and nobody who comes after: all but the counts and keys of administrators. */
function isOfSitting(name: string): boolean {
  if (!isCallName(name)) return false;
  const { needsOpenStore, roles } = calls[name];
  return needsOpenStore && roles !== 'nobody-yet' && roles.some((role) => role !== 'administrator');
}
