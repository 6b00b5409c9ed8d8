import type { ParsedRequest, Response } from '../../../../shared/contract/index.ts';
import type { SignInLease } from '../../../../shared/contract/access.ts';
import type { SignInState } from '../../../../shared/contract/sign-in.ts';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { ClientCertificate, IdentityProvider } from '../../../../shared/model/identity-provider.ts';
import type { Log, SystemBrowser } from '../../kernel/ports.ts';
import type { Access } from '../access.ts';
import { requireOwnProvider } from '../profile/managed.ts';
import { certificateFacts } from './certificate-facts.ts';
import { refreshSignIn, signIn } from './sign-in.ts';
import type { SignedIn } from './sign-in.ts';
import type { SignIns } from './sign-ins.ts';

/** Whoever went to the browser and does not come back has changed their mind. */
const PATIENCE_MS = 5 * 60_000;
/** How often a warning may be late, and how often the provider is asked whether a person may still go on. */
const LOOK_MS = 30_000;
const RENEW_EVERY = 60;

export interface SignInDeskOptions {
  readonly access: Access;
  /** Null where nobody could be shown a page. */
  readonly browser: SystemBrowser | null;
  readonly log: Log;
}

/** Sends people to their provider and keeps their leases going while there is a line. */
export class SignInDesk {
  readonly #options: SignInDeskOptions;
  #waiting: AbortController | null = null;
  #timer: NodeJS.Timeout | null = null;
  #looks = 0;
  #told = '';

  constructor(options: SignInDeskOptions) {
    this.#options = options;
    options.access.onChanged.on(({ store }) => (store === 'open' ? this.#watch() : this.#rest()));
  }

  /** @throws AppError access/locked */
  state(): SignInState {
    const signIns = this.#signIns();
    return { provider: signIns.provider(), lease: signIns.summary(), waiting: this.#waiting !== null };
  }

  /** @throws AppError sign-in/… */
  async begin(): Promise<SignInState> {
    const signIns = this.#signIns();
    const provider = signIns.provider();
    if (provider === null) throw new AppError('sign-in/no-provider', 'this store has no identity provider');
    const signedIn = await this.#send(provider, signIns);
    this.#stillHere(signIns).grant(signedIn);
    return this.#tell();
  }

  cancel(): SignInState {
    this.#waiting?.abort();
    return this.state();
  }

  /** @throws AppError sign-in/…, access/wrong-passphrase, access/not-allowed, profile/managed */
  async setProvider({ provider, proof }: ParsedRequest<'signIn.setProvider'>): Promise<SignInState> {
    const signIns = this.#signIns();
    requireOwnProvider(this.#options.access.requireStore().index);
    // Asked before anybody is sent anywhere, and once more by `administer` when the change is made.
    await this.#options.access.prove(proof);
    const signedIn = await this.#send(provider, signIns);
    await this.#options.access.administer(proof, async ({ store }) =>
      store.signIns.setProvider({ provider, signedIn }),
    );
    return this.#tell();
  }

  /**
   * One that the site holds fast ends by the recovery key only, which is in nobody's head: the way out where a provider is gone for
   * good.
   * @throws AppError access/wrong-passphrase, access/not-allowed, profile/managed
   */
  async removeProvider({ proof }: ParsedRequest<'signIn.removeProvider'>): Promise<SignInState> {
    await this.#options.access.administer(proof, async ({ store, provedBy }) => {
      if (provedBy !== 'recovery') requireOwnProvider(store.index);
      store.signIns.setProvider(null);
    });
    return this.#tell();
  }

  /**
   * What this station shows to a provider that asks for a certificate; null: nothing. Whatever provider it is.
   * @throws AppError access/wrong-passphrase, access/not-allowed
   */
  async setCertificate(certificate: ClientCertificate | null, proof: string): Promise<void> {
    await this.#options.access.administer(proof, async ({ store }) => store.signIns.setCertificate(certificate));
  }

  /** @param now ms since 1970 UTC */
  certificates(now: number): Response<'signIn.certificates'> {
    const signIns = this.#signIns();
    const [own, authorities] = [signIns.certificate()?.certificate, signIns.provider()?.authorities];
    return {
      own: own === undefined ? [] : certificateFacts(own, now),
      authorities: authorities === undefined ? [] : certificateFacts(authorities, now),
    };
  }

  /** Signs the person in at a provider that the store has not, or not yet. @throws AppError sign-in/…, access/locked */
  async signInAt(provider: IdentityProvider): Promise<SignedIn> {
    const signIns = this.#signIns();
    const signedIn = await this.#send(provider, signIns);
    this.#stillHere(signIns);
    return signedIn;
  }

  /** Asks the provider whether this person may go on. No line: the lease goes on as it is. */
  async renew(): Promise<void> {
    const { access, log } = this.#options;
    const signIns = access.store?.signIns ?? null;
    const provider = signIns?.provider() ?? null;
    const held = signIns?.held() ?? null;
    if (signIns === null || provider === null || held === null || held.refreshToken === null) return;
    const { grantedAt: _granted, endsAt: _ends, ...last } = held;
    try {
      const renewed = await refreshSignIn(
        provider,
        { ...last, refreshToken: held.refreshToken },
        signIns.certificate(),
      );
      this.#stillHere(signIns).grant(renewed);
    } catch (error) {
      const { code } = asAppError(error);
      log.info('sign-in.not-renewed', { code });
      // Only a clear no ends a lease: a hotel's page or a broken server must not stop somebody who reads.
      if (code === 'sign-in/refused' && access.store?.signIns === signIns) signIns.end(code);
    }
    if (access.store !== null) this.#tell();
  }

  close(): void {
    this.#rest();
  }

  async #send(provider: IdentityProvider, signIns: SignIns): Promise<SignedIn> {
    const { browser } = this.#options;
    if (browser === null) throw new AppError('sign-in/failed', 'there is nobody here to show a page to');
    if (this.#waiting !== null) throw new AppError('sign-in/under-way', 'a sign-in is under way');
    const waiting = new AbortController();
    this.#waiting = waiting;
    const timer = setTimeout(() => waiting.abort(), PATIENCE_MS);
    this.#tell();
    try {
      return await signIn(provider, {
        openBrowser: (address) => browser.open(address),
        signal: waiting.signal,
        maxAgeSeconds: null,
        certificate: signIns.certificate(),
      });
    } catch (error) {
      const known = asAppError(error);
      if (known.family === 'expected' && this.#options.access.store?.signIns === signIns) signIns.refused(known.code);
      throw known;
    } finally {
      clearTimeout(timer);
      this.#waiting = null;
      if (this.#options.access.store !== null) this.#tell();
    }
  }

  /** The person may have locked the store, or another opened it, while the browser was open. */
  #stillHere(signIns: SignIns): SignIns {
    if (this.#options.access.store?.signIns !== signIns) throw new AppError('access/locked', 'the store was locked');
    return signIns;
  }

  #signIns(): SignIns {
    return this.#options.access.requireStore().signIns;
  }

  #watch(): void {
    if (this.#timer !== null) return;
    this.#looks = 0;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
    void this.renew();
  }

  #rest(): void {
    this.#waiting?.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#told = '';
  }

  #look(): void {
    if (this.#options.access.store === null) return;
    this.#looks += 1;
    if (this.#looks % RENEW_EVERY === 0) void this.renew();
    if (this.#told !== stage(this.#signIns().summary())) this.#tell();
  }

  /** Every window hears of it as a change of access. */
  #tell(): SignInState {
    const state = this.state();
    this.#told = stage(state.lease);
    this.#options.access.refresh();
    return state;
  }
}

function stage(lease: SignInLease | null): string {
  return lease === null ? 'none' : `${lease.needed} ${lease.warning ?? 'none'} ${lease.clockSetBack}`;
}
