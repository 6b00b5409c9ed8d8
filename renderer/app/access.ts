import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { AccessState, Unlocked } from '../../shared/contract/access.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import type { AccessPolicy, Fetching, LockReason, OpeningWork } from '../../shared/model/access.ts';
import type { PersonId } from '../../shared/model/ids.ts';
import type { StationLink } from './station-link.ts';

export interface AccessView {
  /** Null until the station answered. */
  readonly state: AccessState | null;
  /** The station did not answer. */
  readonly failure: unknown;
  /** Held only from its making until the reader confirmed it. */
  readonly recoveryKey: string | null;
  /** The recovery key that opened the store, held until a new passphrase was set or declined. */
  readonly renewing: string | null;
  /** Who had the store open last in this window: chosen on the unlock screen. */
  readonly last: PersonId | null;
  /** What opening the store spends its time on; null while there is nothing to tell. */
  readonly opening: OpeningWork | null;
  /** What goes on behind the lock: counts; null while nothing does. */
  readonly fetching: Fetching | null;
  /** The store is closed for a moment, as while its keys change, and opens again for the same person. */
  readonly changingKeys: boolean;
  /** A package was asked for and has not ended: the store is opened anew at its end. */
  readonly packing: boolean;
  /** Of a store that lives elsewhere: whoever has it open wants to look at what is here. */
  readonly looking: boolean;
}

/** A station that does not answer does not keep the store open. */
const LAST_WORDS_MS = 1000;

/** Who is here, and whether the store is open. */
export class Access {
  readonly view: StoreApi<AccessView>;
  #link: StationLink;
  #asks: () => boolean = () => false;
  readonly #lastWords = new Set<() => Promise<void>>();
  /** Changes of keys that were asked for and have not ended. */
  #keyChanges = 0;

  constructor(link: StationLink) {
    this.#link = link;
    this.view = createStore<AccessView>()(() => ({
      state: null,
      failure: null,
      recoveryKey: null,
      renewing: null,
      last: null,
      opening: null,
      fetching: null,
      changingKeys: false,
      packing: false,
      looking: false,
    }));
  }

  /** Asks, and follows every change until the disposer is called. */
  start(): Disposer {
    const bag = new DisposerBag();
    bag.add(this.#link.on('access.changed', (state) => this.#take(state)));
    bag.add(this.#link.on('access.progress', ({ work }) => this.view.setState({ opening: work })));
    bag.add(this.#link.on('access.fetching', ({ fetching }) => this.view.setState({ fetching })));
    bag.add(
      this.#link.on('app.locking', ({ reason }) => {
        // The shell locks by itself when this fails.
        if (this.view.getState().state?.store === 'open') void this.lock(reason).catch(() => undefined);
      }),
    );
    bag.add(
      this.#link.on('app.closing', ({ by }) => {
        // The shell ends the program by itself when this fails.
        const ended = by === 'window' && this.#asks() ? this.#link.call('app.stay', {}) : this.quit();
        void ended.catch(() => undefined);
      }),
    );
    void this.refresh();
    return () => bag.dispose();
  }

  async refresh(): Promise<void> {
    try {
      this.#take(await this.#link.call('access.state', {}));
    } catch (failure) {
      this.view.setState({ failure });
    }
  }

  /** Makes an evaluation store. @throws AppError access/weak-passphrase, disk/… */
  async create(name: string, passphrase: string): Promise<void> {
    const { recoveryKey } = await this.#link.call('access.create', { name, passphrase });
    this.view.setState({ recoveryKey });
    await this.refresh();
  }

  /** `personId` null: whoever the passphrase or recovery key fits. @throws AppError access/wrong-passphrase */
  async unlock(personId: PersonId | null, passphrase: string): Promise<void> {
    this.#takeUnlocked(await this.#link.call('access.unlock', { personId, passphrase }));
  }

  /** For a person whose slot hangs on the key store of this computer. @throws AppError access/passphrase-required, key-store/unusable */
  async unlockByKeyStore(personId: PersonId): Promise<void> {
    this.#takeUnlocked(await this.#link.call('keys.unlockByOs', { personId }));
  }

  /** As `unlock`; then the screen for a new passphrase comes first. */
  async unlockByRecovery(recoveryKey: string): Promise<void> {
    // Before the call: the event that says "open" may come before its answer, and the list must not flash up.
    this.view.setState({ renewing: recoveryKey });
    try {
      await this.unlock(null, recoveryKey);
    } catch (error) {
      this.keepPassphrase();
      throw error;
    }
  }

  /** @throws AppError access/weak-passphrase, disk/… */
  async renewPassphrase(passphrase: string): Promise<void> {
    const proof = this.view.getState().renewing;
    if (proof === null) return;
    this.#take(await this.#link.call('access.setPassphrase', { proof, passphrase }));
    this.keepPassphrase();
  }

  keepPassphrase(): void {
    this.view.setState({ renewing: null });
  }

  /** @throws AppError access/wrong-passphrase */
  async proveRecovery(recoveryKey: string): Promise<void> {
    this.#take(await this.#link.call('access.proveRecovery', { recoveryKey }));
  }

  async confirmRecovery(): Promise<void> {
    this.#take(await this.#link.call('access.confirmRecovery', {}));
    this.view.setState({ recoveryKey: null });
  }

  /** What a part of the window has to write before the store is locked or the program ends; until the disposer is called. */
  beforeLeaving(write: () => Promise<void>): Disposer {
    this.#lastWords.add(write);
    return () => this.#lastWords.delete(write);
  }

  /** Resolves when all parts have written what they had, or the time for it is over. */
  async leave(): Promise<void> {
    const tooLate = new Promise<void>((resolve) => void setTimeout(resolve, LAST_WORDS_MS));
    await Promise.race([Promise.allSettled([...this.#lastWords].map((write) => write())), tooLate]);
  }

  /** Ends the program, when all parts have written what they had. */
  async quit(): Promise<void> {
    await this.leave();
    await this.#link.call('app.quit', {});
  }

  /** As `quit`, where nothing is left that the reader has to know of; else the question is on screen. */
  async askToQuit(): Promise<void> {
    if (!this.#asks()) await this.quit();
  }

  /** As `signOut`, where nothing is left that the reader has to know of; else the question is on screen. */
  async askToSignOut(): Promise<void> {
    if (!this.#asks()) await this.signOut();
  }

  /** @param asks puts the question on screen, if there is one; true: it did. Until the disposer is called. */
  beforeGoing(asks: () => boolean): Disposer {
    this.#asks = asks;
    return () => {
      this.#asks = () => false;
    };
  }

  async lock(reason: LockReason = 'key'): Promise<void> {
    await this.leave();
    this.#take(await this.#link.call('access.lock', { reason }));
  }

  /** As `lock`, and nothing goes on behind it. */
  async signOut(): Promise<void> {
    await this.lock('sign-out');
  }

  /** Own new passphrase. @param proof the old one, or the recovery key. @throws AppError access/wrong-passphrase … */
  async changePassphrase(proof: string, passphrase: string): Promise<void> {
    this.#take(await this.#link.call('access.setPassphrase', { proof, passphrase }));
  }

  /** Whoever has the store open types the passphrase again. @throws AppError access/wrong-passphrase */
  async prove(proof: string): Promise<void> {
    this.#take(await this.#link.call('access.prove', { proof }));
  }

  /** Own time until the lock; null: as the policy says. @throws AppError access/policy */
  async setIdleMinutes(minutes: number | null): Promise<void> {
    this.#take(await this.#link.call('access.setIdleMinutes', { minutes }));
  }

  /** Own hours for which a lock lets transfers go on; null: as policy and sites say. @throws AppError access/policy */
  async setFetchingHours(hours: number | null): Promise<void> {
    this.#take(await this.#link.call('access.setFetchingHours', { hours }));
  }

  /** For everybody at this store. @throws AppError access/wrong-passphrase */
  async setPolicy(policy: AccessPolicy, proof: string): Promise<void> {
    this.#take(await this.#link.call('access.setPolicy', { policy, proof }));
  }

  /** In place of the old one; the screen that shows it comes next. @throws AppError access/wrong-passphrase */
  async renewRecoveryKey(proof: string): Promise<void> {
    const { recoveryKey } = await this.#link.call('access.newRecoveryKey', { proof });
    this.showRecoveryKey(recoveryKey);
  }

  /** A key that stands on no paper yet: its screen comes before anything else. */
  showRecoveryKey(recoveryKey: string): void {
    this.view.setState({ recoveryKey });
  }

  /** Of a store that was moved away: its list and its studies, or what happened to it. */
  look(looking: boolean): void {
    this.view.setState({ looking });
  }

  /** Runs what packs the store. Until it has ended the screen says that it is being packed, whatever the station told in between. */
  async pack(work: () => Promise<unknown>): Promise<void> {
    this.view.setState({ packing: true });
    try {
      await this.whileKeysChange(work);
    } finally {
      this.view.setState({ packing: false });
    }
  }

  /**
   * The store stays here, or comes back. `destroyed`: nobody can open the package any more.
   * @throws AppError move/gone, access/wrong-passphrase
   */
  async takeBack(destroyed: boolean, proof: string): Promise<void> {
    await this.whileKeysChange(() => this.#link.call('move.cancel', { destroyed, proof }));
  }

  /**
   * Runs what changes the keys of the store. It is closed meanwhile and open again for the same person afterwards: neither the screen of
   * the lock nor the end of a sitting comes in between.
   */
  async whileKeysChange<T>(work: () => Promise<T>): Promise<T> {
    await this.leave();
    this.#keyChanges += 1;
    try {
      return await work();
    } finally {
      this.#keyChanges -= 1;
      this.view.setState({ changingKeys: false });
      await this.refresh();
    }
  }

  async #askFetching(): Promise<void> {
    try {
      const { fetching } = await this.#link.call('access.fetching', {});
      if (this.view.getState().state?.store === 'locked') this.view.setState({ fetching });
    } catch {
      // Counts on the screen of the lock: nobody can do anything about it there, and the lock holds.
      this.view.setState({ fetching: null });
    }
  }

  /** A change of keys that was cut off, and ended with this unlock, may have made another recovery key. */
  #takeUnlocked({ recoveryKey, ...state }: Unlocked): void {
    this.#take(state);
    if (recoveryKey !== undefined) this.showRecoveryKey(recoveryKey);
  }

  #take(state: AccessState): void {
    if (this.#keyChanges > 0) {
      this.view.setState({ changingKeys: state.store === 'locked' });
      if (state.store === 'locked') return;
    }
    if (state.reader !== null) this.view.setState({ last: state.reader.personId });
    this.view.setState({ state, failure: null, ...(state.store === 'open' ? { opening: null } : {}) });
    if (state.store !== 'open') this.keepPassphrase();
    if (state.store === 'locked') void this.#askFetching();
    else this.view.setState({ fetching: null });
    if (state.movement === null) this.look(false);
  }
}

export type Screen =
  | 'starting'
  | 'unreachable'
  | 'trouble'
  | 'first-start'
  | 'recovery'
  | 'unlock'
  | 'new-passphrase'
  | 'sign-in'
  | 'changing-keys'
  | 'moved'
  | 'main';

/** Which screen the window shows. */
export function screenOf({ state, failure, recoveryKey, renewing, changingKeys, looking }: AccessView): Screen {
  if (failure !== null) return 'unreachable';
  if (changingKeys) return 'changing-keys';
  if (state === null) return 'starting';
  if (state.trouble !== null) return 'trouble';
  if (recoveryKey !== null && state.store === 'open') return 'recovery';
  switch (state.store) {
    case 'absent':
      return 'first-start';
    case 'locked':
      return 'unlock';
    case 'open':
      if (renewing !== null) return 'new-passphrase';
      if (state.signIn?.needed === true) return 'sign-in';
      return state.movement === null || looking ? 'main' : 'moved';
  }
}
