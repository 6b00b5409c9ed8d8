import { displayName } from '../../../../shared/dicom/person-name.ts';
import type { ImagingOrder, OrderPatient } from '../../../../shared/model/imaging-order.ts';
import type { OrderFacts, OrderMismatch } from '../../../../shared/model/order-facts.ts';
import type { ServiceLevel } from '../../../../shared/model/site-services.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { codeTexts } from '../../../../shared/rules/imaging-order/asked-codes.ts';
import { orderMismatches } from '../../../../shared/rules/imaging-order/identity.ts';
import { dueTime } from '../../../../shared/rules/imaging-order/service-level.ts';
import type { Statements } from '../../kernel/statements.ts';
import { ORDER_COLUMNS } from './order-rows.ts';
import type { OrderReader, OrderRow, StoredOrder } from './order-rows.ts';
import { currentId, isSameId } from './patient-merges.ts';

/** The service levels that the profile of a site promises; none where no profile covers it. */
export type LevelsOf = (site: string) => readonly ServiceLevel[];

export type LinkedStudy = Pick<
  WorklistRow,
  'studyId' | 'studyUid' | 'accession' | 'site' | 'patient' | 'modalities' | 'arrivedAt'
>;

interface NumberedRow extends OrderRow {
  readonly kind: 'accession' | 'study';
  readonly number: string;
}

/** The orders of each study, the one that counts first. Two queries for any number of studies. */
export function ordersOfStudies(
  db: Statements,
  reader: OrderReader,
  studies: readonly LinkedStudy[],
): ReadonlyMap<string, readonly StoredOrder[]> {
  const byNumber = new Map<string, NumberedRow[]>();
  const read = (kind: NumberedRow['kind'], numbers: readonly (string | null)[]): void => {
    const wanted = JSON.stringify([...new Set(numbers.filter((one) => one !== null))]);
    const found = db
      .prepare<[string, string], NumberedRow>(
        // In this order: the wanted numbers are few, whatever the store holds.
        `SELECT kind, number, ${ORDER_COLUMNS} FROM json_each(?) AS wanted
         CROSS JOIN imaging_order_number AS named ON named.kind = ? AND named.number = wanted.value
         CROSS JOIN imaging_order USING (order_id)`,
      )
      .all(wanted, kind);
    for (const row of found) byNumber.set(keyOf(row), [...(byNumber.get(keyOf(row)) ?? []), row]);
  };
  read(
    'accession',
    studies.map(({ accession }) => accession),
  );
  read(
    'study',
    studies.map(({ studyUid }) => studyUid),
  );
  if (byNumber.size === 0) return new Map();
  return new Map(studies.map((study) => [study.studyId, ordersOf(study, byNumber, reader)]));
}

const keyOf = ({ kind, number }: Pick<NumberedRow, 'kind' | 'number'>): string => `${kind} ${number}`;

function ordersOf(
  study: LinkedStudy,
  byNumber: ReadonlyMap<string, readonly NumberedRow[]>,
  reader: OrderReader,
): readonly StoredOrder[] {
  const named = byNumber.get(keyOf({ kind: 'study', number: study.studyUid })) ?? [];
  const numbered = study.accession === null ? [] : (byNumber.get(`accession ${study.accession}`) ?? []);
  const found = new Map([...named, ...numbered].map((row) => [row.order_id, row]));
  const uidLinked = new Set(named.map((row) => row.order_id));
  return (
    [...found.values()]
      .map((row) => reader.order(row))
      // Numbers of another site are other numbers, and nobody else says what a study of a site is.
      .filter(({ order }) => order.site.toLowerCase() === study.site.toLowerCase())
      .sort((a, b) => weight(b, uidLinked) - weight(a, uidLinked) || b.receivedAt.localeCompare(a.receivedAt))
  );
}

/** An order that stands before a cancelled one; one that names the study before one that shares its number; then the more urgent. */
function weight({ orderId, order }: StoredOrder, uidLinked: ReadonlySet<string>): number {
  const urgency = { stat: 2, urgent: 1, routine: 0 }[order.priority];
  return (order.status === 'cancelled' ? 0 : 100) + (uidLinked.has(orderId) ? 10 : 0) + urgency;
}

/** How the orders of a study and the study fail to be of one patient. Cancelled ones say nothing. */
export function mismatchesOf(db: Statements, orders: readonly StoredOrder[], study: LinkedStudy): OrderMismatch[] {
  const found = orders
    .filter(({ order }) => order.status !== 'cancelled')
    .flatMap(({ order, disputed }) => {
      const sameId = (issuer: string, a: string, b: string): boolean => isSameId(db, order.site, issuer, a, b);
      const against = (patient: OrderPatient): OrderMismatch[] =>
        orderMismatches(patient, study.patient, order.site, sameId);
      const stillOther =
        disputed !== null &&
        !sameId(order.patient.issuer ?? order.site, disputed.patientId ?? '', order.patient.patientId ?? '');
      return [...against(order.patient), ...(stillOther ? (['patient-id'] as const) : [])];
    });
  return [...new Set(found)];
}

/** What the list shows of the orders of a study; null: it has none. */
export function factsOfStudy(
  db: Statements,
  orders: readonly StoredOrder[],
  study: LinkedStudy,
  levels: readonly ServiceLevel[],
): OrderFacts | null {
  const [first] = orders;
  if (first === undefined) return null;
  return {
    ...factsOf(db, first, levels, { modalities: study.modalities, arrivedAt: study.arrivedAt }),
    others: orders.length - 1,
    mismatches: mismatchesOf(db, orders, study),
  };
}

/** What is to be shown of one order. @param images null: none of them are here */
export function factsOf(
  db: Statements,
  { orderId, order, receivedAt, changes }: StoredOrder,
  levels: readonly ServiceLevel[],
  images: { readonly modalities: readonly string[]; readonly arrivedAt: string } | null,
): OrderFacts {
  const { patient, site, requester } = order;
  const modalities = images?.modalities ?? (order.modality === null ? [] : [order.modality]);
  const due = dueTime(levels, order, modalities, images?.arrivedAt ?? null);
  const current = patient.patientId === null ? null : currentId(db, site, patient.issuer ?? site, patient.patientId);
  const procedures = order.procedures.map(({ meaning, value }) => meaning || value).filter((text) => text !== '');
  return {
    ...{ orderId, status: order.status, priority: order.priority, reason: order.reason, receivedAt, changes },
    procedure: procedures.length === 0 ? null : procedures.join(', '),
    ...askedOf(order),
    requester: { name: displayName(requester.name) || null, phone: requester.phone },
    accessions: [...order.accessions],
    ...{ dueAt: due?.dueAt ?? null, clockFrom: due?.from ?? null },
    ...{ scheduledAt: order.scheduledAt, orderedAt: order.orderedAt },
    ...{ others: 0, mismatches: [], mergedInto: current === patient.patientId ? null : current },
  };
}

/** By code, site and side, for hanging protocols. */
function askedOf({
  procedures,
  otherCodes = [],
  reasonCodes,
  sites = [],
  sides = [],
}: ImagingOrder): Pick<OrderFacts, 'asked'> {
  const asked = {
    ...{ procedures: [...codeTexts([...procedures, ...otherCodes])], reasons: [...codeTexts(reasonCodes)] },
    sides: [...sides],
    ...(sites.length > 0 ? { sites: [...sites] } : {}),
  };
  return Object.values(asked).some((said) => said.length > 0) ? { asked } : {};
}
