import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Access } from '../access.ts';
import type { OpenStore } from '../open-store.ts';
import type { AppliedProfile } from '../profile/profile-rows.ts';
import { readStoreFile } from '../store-file.ts';
import { fetchOrder, postConfirmation } from './order-line.ts';
import { markSent, orderRows } from './order-rows.ts';
import type { SignedOrder } from './signed-order.ts';
import { markWipedSent, readWiped } from './wiped-store.ts';

/** How often an open store asks each of its sites. */
const ASK_MS = 15 * 60_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** How often what waits is looked at again. */
const LOOK_MS = 60_000;

export interface OrderPostOptions {
  readonly access: Access;
  readonly dir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Judges what came. */
  readonly take: (text: string) => Promise<unknown>;
  readonly reconsider: () => Promise<void>;
  readonly addressOf: (store: OpenStore, siteCode: string) => string | null;
  /** Of the open store. */
  readonly profiles: () => readonly AppliedProfile[];
}

interface Kept {
  readonly siteCode: string;
  readonly number: number;
  readonly storeId: string;
  readonly address: string;
  readonly text: string;
}

/**
 * The line to the sites: asks for orders when a store is opened and then every quarter of an hour, and tells what became of them.
 * A site whose profile names no address is never asked. Nothing waits for it.
 */
export class OrderPost {
  readonly #options: OrderPostOptions;
  #stop = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #busy: Promise<void> | null = null;
  readonly #next = new Map<string, { readonly at: number; readonly failures: number }>();
  readonly #etags = new Map<string, string | null>();
  /** Confirmations of a store that is closed by now. */
  readonly #kept = new Map<string, Kept>();

  constructor(options: OrderPostOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#stop.signal.aborted) return;
    // Another person, or another store: asked anew.
    this.#etags.clear();
    this.#next.clear();
    this.#timer ??= setInterval(() => this.wake(), LOOK_MS).unref();
    this.wake();
  }

  /** Looks now; one look at a time. */
  wake(): void {
    if (this.#busy !== null || this.#stop.signal.aborted) return;
    this.#busy = this.#look()
      .catch((error: unknown) => this.#options.log.warn('orders.look-failed', { code: asAppError(error).code }))
      .finally(() => {
        this.#busy = null;
      });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.#busy;
  }

  /** To be told although the store closes. */
  keep({ order }: SignedOrder, text: string, address: string | null): void {
    const { siteCode, number, storeId } = order;
    if (address !== null) this.#kept.set(`${siteCode} ${number}`, { siteCode, number, storeId, address, text });
  }

  /** What the sites of a store answer now, before anybody has it open; no answer is no order. */
  async askNow(store: OpenStore): Promise<readonly string[]> {
    const { log, dir } = this.#options;
    const storeId = readStoreFile(dir)?.storeId ?? '';
    const texts: string[] = [];
    const asked = new Set<string>();
    for (const row of orderRows(store.index)) {
      const address = this.#options.addressOf(store, row.site_code);
      if (address === null || asked.has(address)) continue;
      asked.add(address);
      try {
        const answer = await fetchOrder({ address, storeId, etag: null }, this.#stop.signal);
        if (answer.kind === 'order') texts.push(answer.text);
      } catch (error) {
        log.info('orders.not-asked', { code: asAppError(error).code });
      }
    }
    return texts;
  }

  async #look(): Promise<void> {
    await this.#tellKept();
    await this.#options.reconsider();
    for (const { profile } of this.#options.profiles()) {
      const address = profile.orders?.address ?? null;
      if (address !== null && this.#isDue(address)) await this.#ask(address);
    }
    await this.#tell();
    await this.#tellKept();
  }

  #isDue(address: string): boolean {
    const next = this.#next.get(address);
    return next === undefined || this.#options.clock.monotonic() >= next.at;
  }

  async #ask(address: string): Promise<void> {
    const { access, dir, clock, log, take } = this.#options;
    const storeId = readStoreFile(dir)?.storeId ?? '';
    const etag = this.#etags.get(address) ?? null;
    try {
      const answer = await fetchOrder({ address, storeId, etag }, this.#stop.signal);
      this.#next.set(address, { at: clock.monotonic() + ASK_MS, failures: 0 });
      if (answer.kind !== 'order' || access.working === null) return;
      await this.#taken(address, answer, take);
    } catch (error) {
      const { code } = asAppError(error);
      if (this.#stop.signal.aborted) return;
      log.info('orders.not-taken', { code });
      if (code !== 'order/not-fetched') return;
      this.#putOff(address);
    }
  }

  /** The same answer is not looked at twice, unless the store closed before it was. */
  async #taken(
    address: string,
    { text, etag }: { readonly text: string; readonly etag: string | null },
    take: OrderPostOptions['take'],
  ): Promise<void> {
    try {
      await take(text);
      this.#etags.set(address, etag);
    } catch (error) {
      if (asAppError(error).code.startsWith('order/')) this.#etags.set(address, etag);
      throw error;
    }
  }

  /** What the sites of the open store do not have yet. */
  async #tell(): Promise<void> {
    const { access, addressOf } = this.#options;
    const store = access.working;
    for (const row of store === null ? [] : orderRows(store.index)) {
      if (store === null || row.sent_at !== null || access.working !== store) continue;
      const address = addressOf(store, row.site_code);
      if (address === null) continue;
      const storeId = readStoreFile(store.dir)?.storeId ?? '';
      if (await this.#send(address, storeId, row.confirmation)) {
        if (access.working === store) markSent(store.index, row, this.#options.clock.nowIso());
      }
    }
  }

  async #tellKept(): Promise<void> {
    const { dir, clock } = this.#options;
    for (const [key, { address, storeId, text }] of [...this.#kept]) {
      // That of a wiped store lies on the disk, and is told until the site has it.
      const isOnDisk = readWiped(dir)?.confirmation === text;
      if (isOnDisk || (await this.#send(address, storeId, text))) this.#kept.delete(key);
    }
    const wiped = readWiped(dir);
    if (wiped === null || wiped.sentAt !== null || wiped.address === null) return;
    const storeId = storeIdOf(wiped.confirmation);
    if (await this.#send(wiped.address, storeId, wiped.confirmation)) await markWipedSent(dir, clock.nowIso());
  }

  /** A site that cannot be told is tried again later, and later each time. */
  async #send(address: string, storeId: string, text: string): Promise<boolean> {
    const line = `to ${address}`;
    if (!this.#isDue(line)) return false;
    try {
      await postConfirmation({ address, storeId }, text, this.#stop.signal);
      this.#next.delete(line);
      return true;
    } catch (error) {
      this.#options.log.info('orders.not-told', { code: asAppError(error).code });
      this.#putOff(line);
      return false;
    }
  }

  #putOff(line: string): void {
    const { failures } = this.#next.get(line) ?? { failures: 0 };
    const wait = Math.min(LONGEST_WAIT_MS, LOOK_MS * 2 ** failures);
    this.#next.set(line, { at: this.#options.clock.monotonic() + wait, failures: failures + 1 });
  }
}

function storeIdOf(confirmation: string): string {
  const parsed: unknown = JSON.parse(confirmation);
  if (typeof parsed !== 'object' || parsed === null || !('confirmation' in parsed)) return '';
  const { confirmation: inner } = parsed;
  return typeof inner === 'object' && inner !== null && 'storeId' in inner ? String(inner.storeId) : '';
}
