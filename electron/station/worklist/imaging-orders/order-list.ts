import { displayName, foldText, searchName } from '../../../../shared/dicom/person-name.ts';
import { PatientKey, StudyId } from '../../../../shared/model/ids.ts';
import type { OrderFacts } from '../../../../shared/model/order-facts.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import type { SignReason } from '../../../../shared/rules/sign-permission/question.ts';
import { mismatchWords } from '../../../../shared/rules/imaging-order/identity.ts';
import { NO_SERIES } from '../../archive/identity.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { Statements } from '../../kernel/statements.ts';
import { factsOf, factsOfStudy, mismatchesOf, ordersOfStudies } from './order-facts.ts';
import type { LevelsOf, LinkedStudy } from './order-facts.ts';
import { ORDER_COLUMNS, OrderReader } from './order-rows.ts';
import type { OrderRow, StoredOrder } from './order-rows.ts';

/** Orders without images that a list shows at once: the most urgent ones. */
const MAX_WAITING = 200;
/** An order whose images never came leaves the list after this. */
const WAITING_DAYS = 14;
/** A cancelled one is shown as cancelled for this long. */
const CANCELLED_HOURS = 12;
const HOUR_MS = 3_600_000;

/** Reads orders as lists, desks and signatures ask for them. */
export class OrderList {
  readonly #db: Statements;
  readonly #reader = new OrderReader();
  readonly #clock: Clock;
  readonly #levels: LevelsOf;

  constructor(db: Db, clock: Clock, levels: LevelsOf) {
    this.#db = new Statements(db);
    this.#clock = clock;
    this.#levels = levels;
  }

  /** Rows with what their orders say: reason, priority and requester of an order stand before those in the images. */
  withOrders(studies: readonly WorklistRow[]): WorklistRow[] {
    const orders = ordersOfStudies(this.#db, this.#reader, studies);
    if (orders.size === 0) return [...studies];
    return studies.map((row) => {
      const stored = orders.get(row.studyId) ?? [];
      const facts = factsOfStudy(this.#db, stored, row, this.#levels(row.site));
      if (facts === null) return row;
      const isSaid = stored[0]?.order.priorityCode !== null;
      return {
        ...row,
        reason: facts.reason ?? row.reason,
        priority: isSaid ? facts.priority : row.priority,
        referring: facts.requester.name ?? row.referring,
        description: row.description ?? facts.procedure,
        order: facts,
      };
    });
  }

  withOrder(study: WorklistRow): WorklistRow {
    return this.withOrders([study])[0] ?? study;
  }

  /** Orders whose images are not here, as rows of the list. */
  waiting(search: string): WorklistRow[] {
    const now = Date.parse(this.#clock.nowIso());
    const rows = this.#db.prepare<[Record<string, string | number>], OrderRow>(WAITING_SQL).all({
      ...{ since: new Date(now - WAITING_DAYS * 24 * HOUR_MS).toISOString(), limit: MAX_WAITING },
      cancelledSince: new Date(now - CANCELLED_HOURS * HOUR_MS).toISOString(),
      until: new Date(now + 24 * HOUR_MS).toISOString(),
    });
    const words = search
      .split(/[\s^=,]+/)
      .map(foldText)
      .filter((word) => word !== '')
      .slice(0, 8);
    return rows
      .map((row) => this.#waitingRow(this.#reader.order(row)))
      .filter((row) => words.every((word) => searchedText(row).includes(word)));
  }

  /** All orders, the newest first. */
  all(limit: number): StoredOrder[] {
    return this.#db
      .prepare<[number], OrderRow>(`SELECT ${ORDER_COLUMNS} FROM imaging_order ORDER BY received_at DESC LIMIT ?`)
      .all(limit)
      .map((row) => this.#reader.order(row));
  }

  /** All orders as they are shown, the newest first. */
  facts(limit: number): (OrderFacts & { readonly site: string; readonly patientId: string | null })[] {
    return this.all(limit).map((stored) => ({
      ...factsOf(this.#db, stored, this.#levels(stored.order.site), null),
      ...{ site: stored.order.site, patientId: stored.order.patient.patientId },
    }));
  }

  /** What the orders of a study say about signing it: another patient stands in the way, a cancelled order is to be known. */
  signReasons(study: LinkedStudy): SignReason[] {
    const orders = ordersOfStudies(this.#db, this.#reader, [study]).get(study.studyId) ?? [];
    const mismatches = mismatchesOf(this.#db, orders, study);
    const reasons: SignReason[] = [];
    if (mismatches.length > 0) {
      reasons.push({
        ...{ code: 'permission/order-mismatch', tier: 'refuse', leaves: 'view' },
        words: `The order and the images differ in ${mismatchWords(mismatches)}. The site has to say who this is.`,
      });
    }
    if (orders.length > 0 && orders.every(({ order }) => order.status === 'cancelled')) {
      reasons.push({
        ...{ code: 'permission/order-cancelled', tier: 'warn', leaves: 'final' },
        words: 'The site has cancelled the order of this study.',
      });
    }
    return [...reasons, ...this.#cameLater(study, orders)];
  }

  /** Of a draft that was begun without any order: nobody has held its text against what was asked for. */
  #cameLater({ studyId }: LinkedStudy, orders: readonly StoredOrder[]): SignReason[] {
    const [first] = orders.map(({ receivedAt }) => receivedAt).toSorted();
    const drafts = "SELECT min(created_at) FROM report WHERE study_id = ? AND state = 'draft' AND predecessor IS NULL";
    const begun = this.#db.prepare<[string], string | null>(drafts).pluck().get(studyId) ?? null;
    if (first === undefined || begun === null || begun >= first) return [];
    const asked = orders
      .filter(({ order }) => order.status !== 'cancelled')
      .map(({ order }) => [order.procedures[0]?.meaning ?? 'imaging', order.reason].filter(Boolean).join(', '));
    if (asked.length === 0) return [];
    const words = `The order came after this draft was begun. It asks for: ${asked.join('; ')}.`;
    return [{ code: 'permission/order-came', tier: 'warn', leaves: 'final', words }];
  }

  #waitingRow(stored: StoredOrder): WorklistRow {
    const { orderId, order, receivedAt } = stored;
    const facts = factsOf(this.#db, stored, this.#levels(order.site), null);
    const { patient } = order;
    return {
      // No study is behind it yet: what is opened goes by readiness.
      studyId: StudyId.parse(orderId),
      studyUid: order.studyUids[0] ?? `${NO_SERIES}${orderId}`,
      patient: {
        ...{
          patientKey: PatientKey.parse(orderId),
          issuer: patient.issuer ?? order.site,
          patientId: patient.patientId,
        },
        ...{ name: patient.name, birthDate: patient.birthDate, sex: patient.sex },
        identityConflict: stored.disputed !== null,
      },
      ...{ studyDate: null, studyTime: null, patientAge: null, bodyParts: [], institution: null, thumbnail: null },
      modalities: order.modality === null ? [] : [order.modality],
      ...{ description: facts.procedure, accession: order.accessions[0] ?? null, site: order.site },
      ...{ reason: facts.reason, priority: order.priority, referring: displayName(order.requester.name) || null },
      ...{ series: 0, received: 0, expected: null, damaged: 0, priors: 0 },
      ...{ readiness: 'at-site', reportState: 'none', arrivedAt: receivedAt, order: facts },
    };
  }
}

function searchedText(row: WorklistRow): string {
  const parts = [row.patient.patientId, row.accession, row.description, row.site, ...row.modalities];
  return foldText(`${searchName(row.patient.name)} ${parts.join(' ')}`);
}

const WAITING_SQL = `SELECT ${ORDER_COLUMNS} FROM imaging_order
  WHERE here = 0 AND received_at > @since AND (scheduled_at IS NULL OR scheduled_at < @until)
    AND (status IN ('scheduled', 'in-progress', 'held', 'done') OR (status = 'cancelled' AND said_at > @cancelledSince))
  ORDER BY rank, received_at DESC LIMIT @limit`;
