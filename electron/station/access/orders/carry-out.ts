import type { AuditDetail } from '../../kernel/audit.ts';
import { assertNever } from '../../../../shared/lib/assert-never.ts';
import type { Order, OrderConfirmation, OrderNotice, OrderOutcome } from '../../../../shared/model/order.ts';
import type { Person } from '../../../../shared/model/person.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { StationKey } from '../audit/station-key.ts';
import { cutLines, hasLines, knownSites } from '../forget/cut-lines.ts';
import { eraseKeys, eraseRowsIn } from '../forget/erase.ts';
import { removeFiles } from '../forget/forgetting.ts';
import { findDoomedSites } from '../forget/target.ts';
import type { OpenStore } from '../open-store.ts';
import { markRevoked } from '../people.ts';
import { covers } from '../profile/judge-profile.ts';
import type { AppliedProfile } from '../profile/profile-rows.ts';
import { signConfirmation } from './confirmation.ts';
import { costsWork, NOTHING, reachOf } from './loss.ts';
import type { Reach } from './loss.ts';
import { putOrder } from './order-rows.ts';
import type { Afterwards } from './no-entry.ts';
import { finishWipeAfter, rotateAfter } from './afterwards.ts';
import type { SignedOrder } from './signed-order.ts';
import { commitWipe } from './wiped-store.ts';

/** What an order is carried out with. */
export interface CarryOutParts {
  readonly store: OpenStore;
  readonly storeId: string;
  readonly clock: Clock;
  /** Of the site that orders, whatever its standing. */
  readonly profile: AppliedProfile;
  readonly nativeBinding: string | undefined;
  readonly anchorDir: string | undefined;
}

export interface CarriedOut {
  readonly notice: OrderNotice;
  readonly confirmation: string;
  /** The store closes now: what is done when nobody has it open any more. Null: it stays open. */
  readonly afterwards: Afterwards | null;
}

interface Verdict {
  readonly outcome: OrderOutcome;
  readonly because: string | null;
  readonly reach: Reach;
  readonly person: Person | null;
}

/** Whether the store has to be closed for it: asked before, since what works on the store closes first. */
export function closesStore(parts: CarryOutParts, { order }: SignedOrder): boolean {
  const { outcome, reach } = verdictOf(parts, order);
  if (outcome === 'held') return true;
  if (outcome !== 'done' || order.kind === 'lift') return false;
  return order.kind !== 'wipe-site' || reach.studies > 0 || hasLines(parts.store.index, siteNames(parts));
}

/** Carries an order out that was judged good: rows, record and confirmation in one transaction. @throws AppError disk/… */
export async function carryOut(parts: CarryOutParts, signed: SignedOrder): Promise<CarriedOut> {
  const { store } = parts;
  const { order } = signed;
  const verdict = verdictOf(parts, order);
  const told = tell(parts, signed, verdict);
  const closes = closesStore(parts, signed);
  if (order.kind === 'wipe-store' && verdict.outcome === 'done') {
    const { notice, confirmation } = told;
    const address = parts.profile.profile.orders?.address ?? null;
    await commitWipe(store.dir, { notice, confirmation, address, sentAt: null }, store.faults);
    return { ...told, afterwards: finishWipeAfter(store.dir, store.faults) };
  }
  const names = siteNames(parts);
  const doomed = order.kind === 'wipe-site' && closes ? findDoomedSites(store.index, names, store.ring) : null;
  commit(parts, signed, verdict, told, (db) => {
    if (order.kind === 'revoke' && verdict.outcome === 'done' && verdict.person?.state === 'active') {
      markRevoked(db, verdict.person.personId, parts.clock.nowIso());
    }
    if (doomed === null) return;
    eraseRowsIn(db, doomed);
    cutLines(db, names, parts.clock.nowIso());
  });
  if (doomed !== null) {
    eraseKeys(store, store.faults);
    await removeFiles(store, doomed);
  }
  if (!closes) return { ...told, afterwards: null };
  const rotates = doomed !== null || (order.kind === 'revoke' && verdict.outcome === 'done');
  const erasing = doomed !== null;
  return { ...told, afterwards: rotates ? rotateAfter({ ...parts, erasing }) : () => Promise.resolve() };
}

/** An order that waits for somebody's work has ended: nothing is done. */
export function giveUp(parts: CarryOutParts, signed: SignedOrder, because: string): CarriedOut {
  const { reach } = verdictOf(parts, signed.order);
  const verdict: Verdict = { outcome: 'refused', because, reach: { ...reach, studies: 0, objects: 0 }, person: null };
  const told = tell(parts, signed, verdict);
  commit(parts, signed, verdict, told, () => undefined);
  return { ...told, afterwards: null };
}

function verdictOf(parts: CarryOutParts, order: Order): Verdict {
  const { index, people } = parts.store;
  const done: Verdict = { outcome: 'done', because: null, reach: NOTHING, person: null };
  switch (order.kind) {
    case 'hold':
    case 'lift':
      return done;
    case 'revoke': {
      const person = personOf(people.list(), order.person);
      if (person === null) return { ...done, outcome: 'refused', because: 'access/unknown-person' };
      if (person.state === 'revoked') return { ...done, because: 'access/revoked', person };
      const others = people.list().filter((one) => one.personId !== person.personId && one.state === 'active');
      if (others.some(({ roles }) => roles.includes('administrator'))) return { ...done, person };
      // Nobody could let others in: the station is shut instead, and the site says what comes then.
      return { ...done, outcome: 'held', because: 'access/last-administrator', person };
    }
    case 'wipe-site':
    case 'wipe-store': {
      const reach = reachOf(index, order.kind === 'wipe-store' ? null : siteNames(parts));
      const waits = costsWork(reach) && !order.evenIfUnsigned;
      return { ...done, reach, outcome: waits ? 'waiting' : 'done', because: waits ? 'unsigned' : null };
    }
    default:
      return assertNever(order);
  }
}

function personOf(
  people: readonly Person[],
  { personId, name }: Extract<Order, { kind: 'revoke' }>['person'],
): Person | null {
  if (personId !== null) return people.find((one) => one.personId === personId) ?? null;
  const named = people.filter((one) => one.name === name);
  return named.find(({ state }) => state === 'active') ?? named.at(-1) ?? null;
}

/** Of all that the store knows, those that the profile of the ordering site covers. */
export function siteNames({ store, profile }: Pick<CarryOutParts, 'store' | 'profile'>): readonly string[] {
  return knownSites(store.index).filter((name) => covers(profile.profile, name));
}

interface Told {
  readonly notice: OrderNotice;
  readonly confirmation: string;
}

function tell(parts: CarryOutParts, { order, hash }: SignedOrder, verdict: Verdict): Told {
  const { store, storeId, clock, profile } = parts;
  const { outcome, because, reach, person } = verdict;
  const at = clock.nowIso();
  const common = { siteCode: order.siteCode, number: order.number, kind: order.kind, outcome, because, at };
  const { studies, objects, loss } = reach;
  const confirmation: OrderConfirmation = { ...common, storeId, orderHash: hash, studies, objects, loss };
  const { index, ring, commands, personId } = store;
  const key = new StationKey({ index, ring, commands, clock, personId });
  return {
    notice: {
      ...{ ...common, siteName: profile.profile.site.name, reason: order.reason, studies, loss },
      personName: order.kind === 'revoke' ? (person?.name ?? order.person.name) : null,
      expiresAt: outcome === 'waiting' ? order.expiresAt : null,
    },
    confirmation: signConfirmation(confirmation, key, key.current()),
  };
}

/** The name of the command says what was done; the record has what was ordered, by whom, and what it reached. */
function commit(
  { store }: CarryOutParts,
  { order, hash, fingerprint, text }: SignedOrder,
  { outcome, because, reach, person }: Verdict,
  { notice, confirmation }: Told,
  work: (db: Db) => void,
): void {
  const detail: AuditDetail = {
    ...{ number: order.number, hash, fingerprint, outcome, because },
    ...{ person: person?.personId ?? null, studies: reach.studies, objects: reach.objects },
    ...{ unsigned: reach.loss.unsigned, notGivenOn: reach.loss.notGivenOn },
  };
  const name = commandOf(order, outcome);
  store.commands.run({ name, personId: store.personId, subject: order.siteCode, detail }, (db) => {
    work(db);
    putOrder(db, {
      ...{ site_code: order.siteCode, number: order.number, file: text, hash, kind: order.kind, outcome, because },
      ...{ taken_at: notice.at, notice: JSON.stringify(notice), confirmation },
    });
  });
}

function commandOf({ kind }: Order, outcome: OrderOutcome): string {
  if (outcome === 'waiting') return 'order.wait';
  if (outcome === 'refused') return 'order.fail';
  if (outcome === 'held') return 'order.hold';
  switch (kind) {
    case 'revoke':
      return 'order.revoke';
    case 'wipe-site':
      return 'order.wipeSite';
    case 'hold':
      return 'order.hold';
    case 'lift':
      return 'order.lift';
    case 'wipe-store':
      // What remains of it lies outside the store.
      return 'order.wipeStore';
    default:
      return assertNever(kind);
  }
}
