import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { OrdersState } from '../../../../shared/contract/orders.ts';
import type { OrderNotice, UnfinishedStudy } from '../../../../shared/model/order.ts';
import { judgeOrder, ORDER_SKEW_MS } from '../../../../shared/rules/order-judge.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Access } from '../access.ts';
import type { OpenStore } from '../open-store.ts';
import { profilesInForce, trustedKeys } from '../profile/profile-rows.ts';
import type { AppliedProfile, ReadProfiles } from '../profile/profile-rows.ts';
import { readStoreFile } from '../store-file.ts';
import type { Afterwards, NoEntry } from './no-entry.ts';
import { carryOut, closesStore, giveUp, siteNames } from './carry-out.ts';
import type { CarriedOut, CarryOutParts } from './carry-out.ts';
import { readNotices, writeNotices } from './notice-file.ts';
import { forgetNotice, heldBy, lastOrder, noticesIn, orderRows } from './order-rows.ts';
import { unfinishedIn } from './loss.ts';
import { OrderPost } from './order-post.ts';
import { readSignedOrder } from './signed-order.ts';
import type { SignedOrder } from './signed-order.ts';
import { isWiped, leaveWiped, readWiped } from './wiped-store.ts';

export interface OrderDeskOptions {
  readonly access: Access;
  readonly dir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly nativeBinding: string | undefined;
  readonly anchorDir: string | undefined;
  /** Closes what works on the open store. */
  readonly leave: () => Promise<void>;
  /** Hears of every change of what there is to say. */
  readonly tell: (notices: readonly OrderNotice[]) => void;
}

/** What came of an order that was brought or fetched. already: this very order was taken before. */
export type TakenOrder = { readonly already: boolean; readonly notice: OrderNotice | null };

/** Takes signed orders of the sites, from files and from the line, and says what came of them. One a station. */
export class OrderDesk {
  readonly #options: OrderDeskOptions;
  readonly #post: OrderPost;
  readonly #read: ReadProfiles = new Map();
  /** Orders that were refused and put on record once: a site may give the same one at each question. */
  readonly #refused = new Set<string>();
  /** Brought while the store was locked. */
  #brought: { readonly text: string; readonly byItself: boolean } | null = null;
  #atDoor: TakenOrder | null = null;

  constructor(options: OrderDeskOptions) {
    this.#options = options;
    this.#post = new OrderPost({
      ...options,
      take: (text) => this.take(text),
      reconsider: () => this.reconsider(),
      addressOf: (store, siteCode) => this.#profileOf(store, siteCode)?.profile.orders?.address ?? null,
      profiles: () =>
        options.access.working === null ? [] : profilesInForce(options.access.working.index, this.#read),
    });
  }

  /** At the start of the program: a site may not know yet that its store was wiped. */
  begin(): void {
    if (isWiped(this.#options.dir)) this.#post.start();
  }

  /** What the windows say; before the unlock from a plain file, since nothing else can be read. */
  notices(): readonly OrderNotice[] {
    const { access, dir } = this.#options;
    const wiped = isWiped(dir) ? readWiped(dir) : null;
    if (wiped !== null) return [wiped.notice];
    return access.store === null ? readNotices(dir) : noticesIn(access.store.index);
  }

  /** Somebody has read it. Of a store that was wiped: there is room for a new one from now on. */
  async acknowledge(siteCode: string, number: number): Promise<readonly OrderNotice[]> {
    const { access, dir } = this.#options;
    if (isWiped(dir)) await leaveWiped(dir);
    else {
      const { index } = access.requireStore();
      forgetNotice(index, siteCode, number);
      await this.#publish();
    }
    this.#options.tell(this.notices());
    access.refresh();
    return this.notices();
  }

  /** An order as a file. While the store is locked it is kept for the next unlock: null. @throws AppError order/… */
  async bring(text: string): Promise<TakenOrder | null> {
    if (this.#options.access.working !== null) return await this.take(text);
    this.offer(text, true);
    return null;
  }

  /**
   * As `bring` on a locked store: a store that is held looks at it before it lets somebody in, any other when it is open, if `byItself`
   * says so. @throws AppError order/… what is no order at all is said at once
   */
  offer(text: string, byItself: boolean): void {
    readSignedOrder(text);
    this.#brought = { text, byItself };
  }

  /** What came of an order that was offered, where it was looked at before anybody came in. */
  get atDoor(): TakenOrder | null {
    return this.#atDoor;
  }

  /**
   * Judges an order and carries it out. What closes the store closes it: whoever was here unlocks anew.
   * @throws AppError order/… for what is not obeyed; that is on record
   */
  async take(text: string): Promise<TakenOrder> {
    const { access, leave } = this.#options;
    // Of a locked store that goes on, too: whoever took the station away must not be safe from its sites.
    const store = access.working ?? access.requireStore();
    const judged = this.#judge(store, text);
    if ('already' in judged) return judged;
    const { signed, parts } = judged;
    if (!closesStore(parts, signed)) return await this.#done(signed, await carryOut(parts, signed));
    let done: CarriedOut | null = null;
    await access.obey(store, leave, async () => {
      done = await carryOut(parts, signed);
      this.#post.keep(signed, done.confirmation, parts.profile.profile.orders?.address ?? null);
      await this.#write(isWiped(this.#options.dir) ? null : noticesIn(store.index));
      return done.afterwards;
    });
    if (done === null) throw new AppError('access/locked', 'the store was locked meanwhile');
    return await this.#done(signed, done);
  }

  /**
   * Asked at each unlock, when the keys are open and nothing else is. A store that is held asks its site whether it is let go; what it
   * answers, and what was brought as a file, is carried out even then. Null: whoever unlocks comes in.
   */
  async admit(store: OpenStore): Promise<NoEntry | null> {
    this.#atDoor = null;
    if (heldBy(store.index) === null) return null;
    const brought = this.#brought;
    this.#brought = null;
    const texts = brought === null ? await this.#post.askNow(store) : [brought.text];
    for (const text of texts) {
      const afterwards = await this.#takeAtDoor(store, text);
      if (isWiped(store.dir)) return { error: new AppError('store/wiped', 'the store was wiped'), afterwards };
      if (afterwards !== null) {
        return { error: new AppError('access/held', 'an order was carried out; the store stays held'), afterwards };
      }
    }
    if (heldBy(store.index) === null) return null;
    return { error: new AppError('access/held', 'a site holds this store until it lets it go'), afterwards: null };
  }

  /** While the store is open: orders are asked for, and what waits is looked at again. */
  start(): void {
    void this.#begin();
  }

  async close(): Promise<void> {
    await this.#post.close();
  }

  /** Everything that is to be given on by hand: what the site does not have yet, or all. */
  confirmations(): readonly { readonly sent: boolean; readonly confirmation: unknown }[] {
    const rows = orderRows(this.#options.access.requireStore().index);
    return rows.map(({ confirmation, sent_at }) => ({
      sent: sent_at !== null,
      confirmation: JSON.parse(confirmation),
    }));
  }

  /** Work that an order which waits would cost; empty where none waits. */
  unfinished(): readonly UnfinishedStudy[] {
    const store = this.#options.access.requireStore();
    const waiting = orderRows(store.index).filter(({ outcome }) => outcome === 'waiting');
    if (waiting.some(({ kind }) => kind === 'wipe-store')) return unfinishedIn(store.index, null);
    const names = waiting.flatMap(({ site_code: siteCode }) => {
      const profile = this.#profileOf(store, siteCode);
      return profile === null ? [] : siteNames({ store, profile });
    });
    return names.length === 0 ? [] : unfinishedIn(store.index, names);
  }

  /** What a site has to know to write an order to this store. */
  state(): OrdersState {
    const { index } = this.#options.access.requireStore();
    return {
      storeId: readStoreFile(this.#options.dir)?.storeId ?? '',
      heldBy: heldBy(index)?.site_code ?? null,
      sites: profilesInForce(index, this.#read).map(({ profile: { site, orders } }) => ({
        ...{ siteCode: site.code, siteName: site.name, address: orders?.address ?? null },
        kinds: ['wipe-site', ...(orders?.kinds ?? []).filter((kind) => kind !== 'wipe-site')],
      })),
    };
  }

  async #begin(): Promise<void> {
    const brought = this.#brought;
    this.#brought = null;
    await this.#publish();
    try {
      if (brought?.byItself === true) await this.take(brought.text);
    } catch (error) {
      this.#options.log.info('orders.not-taken', { code: asAppError(error).code });
    }
    if (this.#options.access.store !== null) this.#post.start();
  }

  async #takeAtDoor(store: OpenStore, text: string): Promise<Afterwards | null> {
    try {
      const judged = this.#judge(store, text);
      if ('already' in judged) {
        this.#atDoor = judged;
        return null;
      }
      const { signed, parts } = judged;
      const done = await carryOut(parts, signed);
      if (signed.order.kind === 'lift') dropLifted(store, signed.order.siteCode);
      this.#atDoor = { already: false, notice: done.notice };
      this.#post.keep(signed, done.confirmation, parts.profile.profile.orders?.address ?? null);
      await this.#write(isWiped(store.dir) ? null : noticesIn(store.index));
      return done.afterwards;
    } catch (error) {
      // The next order of the line may be the one that counts.
      this.#options.log.warn('orders.refused-at-door', { code: asAppError(error).code });
      return null;
    }
  }

  #judge(store: OpenStore, text: string): TakenOrder | { readonly signed: SignedOrder; readonly parts: CarryOutParts } {
    const { clock, dir, nativeBinding, anchorDir } = this.#options;
    const signed = this.#signed(store, text);
    const { order, fingerprint, hash } = signed;
    const storeId = readStoreFile(dir)?.storeId ?? '';
    const profile = this.#profileOf(store, order.siteCode);
    const last = lastOrder(store.index, order.siteCode);
    const standing = judgeOrder(order, {
      ...{ storeId, fingerprint, hash, last, at: clock.nowIso(), terms: profile?.profile.orders ?? null },
      trusted: profile === null ? [] : trustedKeys(store.index, order.siteCode),
    });
    if (standing === 'already') return { already: true, notice: noticeOf(store, order.siteCode, order.number) };
    if (standing !== 'take')
      throw this.#record(store, order.siteCode, new AppError(standing.code, standing.message), hash);
    if (profile === null) throw new AppError('internal/bug', 'an order was judged good without a profile');
    return { signed, parts: { store, storeId, clock, profile, nativeBinding, anchorDir } };
  }

  #signed(store: OpenStore, text: string): SignedOrder {
    try {
      return readSignedOrder(text);
    } catch (error) {
      throw this.#record(store, 'unknown', asAppError(error), text);
    }
  }

  /** A refusal is on record once, however often the same text comes. */
  #record({ commands, personId }: OpenStore, subject: string, error: AppError, text: string): AppError {
    const key = `${error.code} ${text}`;
    if (!this.#refused.has(key)) {
      this.#refused.add(key);
      const detail = { code: error.code };
      commands.run({ name: 'order.refused', personId, subject, detail }, () => undefined);
    }
    return error;
  }

  /** Orders that wait: carried out when nothing stands in their way any more, given up when their time is over. */
  async reconsider(): Promise<void> {
    const { access, clock, dir, nativeBinding, anchorDir, leave } = this.#options;
    const store = access.working;
    for (const row of store === null ? [] : orderRows(store.index)) {
      if (store === null || row.outcome !== 'waiting' || access.working !== store) continue;
      const signed = readSignedOrder(row.file);
      const profile = this.#profileOf(store, row.site_code);
      if (profile === null) continue;
      const storeId = readStoreFile(dir)?.storeId ?? '';
      const parts: CarryOutParts = { store, storeId, clock, profile, nativeBinding, anchorDir };
      const isOver = Date.parse(clock.nowIso()) >= Date.parse(signed.order.expiresAt) + ORDER_SKEW_MS;
      const isLast = lastOrder(store.index, row.site_code)?.number === row.number;
      if (isOver || !isLast) {
        await this.#done(signed, giveUp(parts, signed, isOver ? 'order/expired' : 'order/older-number'));
      } else if (closesStore(parts, signed)) {
        await access.obey(store, leave, async () => {
          const done = await carryOut(parts, signed);
          this.#post.keep(signed, done.confirmation, profile.profile.orders?.address ?? null);
          await this.#write(isWiped(dir) ? null : noticesIn(store.index));
          return done.afterwards;
        });
        this.#options.tell(this.notices());
      }
    }
  }

  async #done(signed: SignedOrder, { notice }: CarriedOut): Promise<TakenOrder> {
    if (signed.order.kind === 'lift') {
      const store = this.#options.access.working;
      if (store !== null) dropLifted(store, signed.order.siteCode);
    }
    await this.#publish();
    this.#post.wake();
    return { already: false, notice };
  }

  async #publish(): Promise<void> {
    const store = this.#options.access.working;
    if (store !== null) await this.#write(noticesIn(store.index));
    this.#options.tell(this.notices());
  }

  /** Words on a screen: an order counts whether or not they could be written. */
  async #write(notices: readonly OrderNotice[] | null): Promise<void> {
    if (notices === null) return;
    try {
      await writeNotices(this.#options.dir, notices);
    } catch (error) {
      this.#options.log.warn('orders.notice-unwritten', { code: asAppError(error).code });
    }
  }

  #profileOf(store: OpenStore | null, siteCode: string): AppliedProfile | null {
    const all = store === null ? [] : profilesInForce(store.index, this.#read);
    return all.find(({ profile }) => profile.site.code === siteCode) ?? null;
  }
}

function noticeOf(store: OpenStore, siteCode: string, number: number): OrderNotice | null {
  return noticesIn(store.index).find((one) => one.siteCode === siteCode && one.number === number) ?? null;
}

/** A hold that was lifted is nothing to be told of any more. */
function dropLifted(store: OpenStore, siteCode: string): void {
  for (const { number, kind, outcome } of orderRows(store.index).filter((row) => row.site_code === siteCode)) {
    if (kind === 'hold' || outcome === 'held') forgetNotice(store.index, siteCode, number);
  }
}
