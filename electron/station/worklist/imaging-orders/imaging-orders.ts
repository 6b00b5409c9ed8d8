import { recordedControlId } from '../../../../shared/hl7/control-id.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { OrderChange, SiteMessage } from '../../../../shared/hl7/orders/order-message.ts';
import type { ImagingOrder, OrderPatient } from '../../../../shared/model/imaging-order.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { mergeOrder, withPatient } from '../../../../shared/rules/imaging-order/merge-order.ts';
import type { Commands } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { Statements } from '../../kernel/statements.ts';
import * as rows from './order-rows.ts';
import type { StoredOrder } from './order-rows.ts';
import { isSameId, putMerge } from './patient-merges.ts';

/** Whom a message came from. */
export interface OrderFeed {
  /** Its name in the settings: control ids count within it. */
  readonly name: string;
  /** Name of the store's site whose numbers it speaks of. */
  readonly site: string;
  /** The site lets it say who a patient is: corrections and merges. */
  readonly trusted: boolean;
}

/** already: it was taken before. older: a newer message about the order came first. */
export interface Taken {
  readonly outcome: 'taken' | 'already' | 'older';
  readonly orderIds: readonly string[];
  /** Orders that became STAT by it. */
  readonly stat: readonly StoredOrder[];
  /** Ids of patients that it made one. */
  readonly merged?: readonly string[];
}

export interface ImagingOrdersOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run' | 'runInBackground'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

type OrderCommand =
  | 'imagingOrder.receive'
  | 'imagingOrder.change'
  | 'imagingOrder.cancel'
  | 'imagingOrder.patient'
  | 'imagingOrder.merge';

/** Takes what sites say of their orders. Each message is one command; it is durable when `take` resolves. */
export class ImagingOrders {
  readonly #options: ImagingOrdersOptions;

  constructor(options: ImagingOrdersOptions) {
    this.#options = options;
  }

  /**
   * @param hash of the message as it came
   * @throws AppError imaging-order/not-trusted
   */
  async take(message: SiteMessage, feed: OrderFeed, hash: string): Promise<Taken> {
    const { index, commands, clock, personId } = this.#options;
    const { controlId, kind } = message;
    if (rows.wasTaken(index, feed.name, controlId, hash)) return { outcome: 'already', orderIds: [], stat: [] };
    if (kind !== 'orders' && !feed.trusted) {
      throw new AppError('imaging-order/not-trusted', 'this sender may not say who a patient is');
    }
    const receivedAt = clock.nowIso();
    const saidAt = message.sentAt ?? receivedAt;
    const name = this.#commandOf(message);
    const detail = {
      feed: feed.name,
      controlId: recordedControlId(controlId),
      sentAt: saidAt,
      orders: kind === 'orders' ? message.orders.length : 0,
    };
    return commands.runInBackground({ name, personId, subject: feed.name, detail }, (db) => {
      rows.rememberMessage(db, feed.name, controlId, hash, receivedAt);
      const envelope = { saidAt, receivedAt };
      if (message.kind === 'orders') return takeOrders(db, message.orders, envelope);
      const corrected = (): Taken => correctPatient(db, feed.site, message.patient, saidAt);
      if (message.kind !== 'merge') return corrected();
      mergePatients(db, feed.site, message, saidAt);
      const ids = [message.from.patientId, message.patient.patientId];
      return { ...corrected(), merged: ids.filter((id) => id !== null) };
    });
  }

  #commandOf(message: SiteMessage): OrderCommand {
    if (message.kind === 'patient') return 'imagingOrder.patient';
    if (message.kind === 'merge') return 'imagingOrder.merge';
    if (message.orders.every(({ act }) => act === 'cancel')) return 'imagingOrder.cancel';
    const isNew = message.orders.every(({ order }) => rows.findOrder(this.#options.index, order) === null);
    return isNew ? 'imagingOrder.receive' : 'imagingOrder.change';
  }
}

interface Envelope {
  readonly saidAt: string;
  readonly receivedAt: string;
}

function takeOrders(db: Db, changes: readonly OrderChange[], envelope: Envelope): Taken {
  const taken = changes.map((change) => takeOrder(db, change, envelope));
  return {
    outcome: taken.every(({ older }) => older) ? 'older' : 'taken',
    orderIds: taken.map(({ stored }) => stored.orderId),
    stat: taken.filter(({ becameStat }) => becameStat).map(({ stored }) => stored),
  };
}

interface TakenOrder {
  readonly stored: StoredOrder;
  readonly older: boolean;
  readonly becameStat: boolean;
}

function takeOrder(db: Db, { act, order: said }: OrderChange, { saidAt, receivedAt }: Envelope): TakenOrder {
  const before = rows.findOrder(db, said);
  if (before === null) {
    const order = mergeOrder(null, act, said);
    const stored = { orderId: newId(), order, disputed: null, saidAt, receivedAt, changes: 0 };
    rows.putOrder(db, stored);
    return { stored, older: false, becameStat: isOpenStat(order) };
  }
  const older = saidAt < before.saidAt;
  // What came late fills what nobody has said since, and turns nothing back.
  const merged = older
    ? mergeOrder(mergeOrder(null, act, said), 'change', before.order)
    : mergeOrder(before.order, act, said);
  const patient = samePatient(db, before.order, said);
  const stored: StoredOrder = {
    ...before,
    order: patient ? merged : { ...merged, patient: before.order.patient },
    disputed: older ? before.disputed : patient ? null : said.patient,
    saidAt: older ? before.saidAt : saidAt,
    changes: before.changes + (older ? 0 : 1),
  };
  rows.putOrder(db, stored);
  return { stored, older, becameStat: isOpenStat(stored.order) && !isOpenStat(before.order) };
}

/** Another id is another patient, unless the site merged the two. Who names no id says nothing. */
function samePatient(db: Db, before: ImagingOrder, said: ImagingOrder): boolean {
  const [known, now] = [before.patient, said.patient];
  if (known.patientId === null || now.patientId === null) return true;
  const issuer = known.issuer ?? before.site;
  if (issuer !== (now.issuer ?? said.site)) return false;
  return isSameId(new Statements(db), before.site, issuer, known.patientId, now.patientId);
}

function isOpenStat({ priority, status }: ImagingOrder): boolean {
  return priority === 'stat' && status !== 'cancelled' && status !== 'held';
}

function mergePatients(db: Db, site: string, message: SiteMessage & { readonly kind: 'merge' }, saidAt: string): void {
  const { patient, from } = message;
  const issuer = patient.issuer ?? site;
  if ((from.issuer ?? site) !== issuer) {
    throw new AppError('imaging-order/unsupported', 'a merge across issuers is for people to decide');
  }
  if (from.patientId === null || patient.patientId === null) return;
  putMerge(db, { site, issuer, formerId: from.patientId, patientId: patient.patientId, saidAt });
}

/** Orders of the patient bear the demographics that the site says now; their ids stay as they were sent. */
function correctPatient(db: Db, site: string, patient: OrderPatient, saidAt: string): Taken {
  if (patient.patientId === null) return { outcome: 'taken', orderIds: [], stat: [] };
  const orders = rows.ordersOfPatient(db, site, patient.issuer ?? site, patient.patientId);
  const fresh = orders.filter((stored) => stored.saidAt <= saidAt);
  for (const stored of fresh) {
    rows.putOrder(db, { ...stored, order: withPatient(stored.order, patient), changes: stored.changes + 1 });
  }
  const outcome = orders.length > 0 && fresh.length === 0 ? 'older' : 'taken';
  return { outcome, orderIds: fresh.map(({ orderId }) => orderId), stat: [] };
}
