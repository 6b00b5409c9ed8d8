import type { OrderThen, SiteDifference } from '../../shared/model/site-difference.ts';
import type { ReportId, StudyId } from '../../shared/model/ids.ts';
import { orderDifferences } from '../../shared/rules/outbox/site-differences.ts';
import type { OpenStore } from './access/open-store.ts';
import { findStudy } from './archive/study-rows.ts';
import type { Clock } from './kernel/ports.ts';
import type { Db } from './kernel/sqlite.ts';
import { Statements } from './kernel/statements.ts';
import type { OutgoingReports } from './reporting/outgoing-reports.ts';
import type { OpenedOutbox, OutboxSource } from './transfer/outbox/open-outbox.ts';
import { ReportContent } from './transfer/outbox/report-content.ts';
import { SigningCheck } from './transfer/reconcile/at-signing.ts';
import { knownStudy, ofOther, otherStudiesOf } from './transfer/reconcile/known-study.ts';
import { Reconcile } from './transfer/reconcile/reconcile.ts';
import { rememberingOrders, signedForOf } from './transfer/reconcile/report-order.ts';
import type { ImagingOrderRoom } from './worklist/imaging-orders/open-imaging-orders.ts';
import { isSameId } from './worklist/imaging-orders/patient-merges.ts';

export interface ReconcileLines {
  readonly reconcile: Reconcile;
  readonly atSigning: SigningCheck;
  /** For the room that signs: what goes out, with the order that it was signed for. */
  readonly reports: OutgoingReports;
}

interface ReconcileLinesParts {
  readonly store: Pick<OpenStore, 'index' | 'journal' | 'blobs'>;
  readonly clock: Clock;
  readonly outgoing: OpenedOutbox;
  readonly imagingOrders: ImagingOrderRoom;
  readonly sources: () => readonly OutboxSource[];
}

/** What sites say otherwise than it was signed, or is about to be. */
export function openReconcile({ store, clock, outgoing, imagingOrders, sources }: ReconcileLinesParts): ReconcileLines {
  const { index } = store;
  const content = new ReportContent(store);
  const isDown = (id: string): boolean => outgoing.links.list().some((one) => one.id === id && one.state === 'down');
  const atSigning = new SigningCheck({
    clock,
    known: (studyId) => knownStudy(index, content, studyId),
    sources: (studyId) => {
      const site = findStudy(new Statements(index), studyId)?.site.toLowerCase();
      return sources()
        .filter((one) => one.site.toLowerCase() === site)
        .map((one) => ({ isDown: isDown(one.id), open: () => one.open() }));
    },
    isMerged: (studyId, a, b) => isMergedAt(index, studyId, a, b),
  });
  return {
    reconcile: new Reconcile({
      ...{ index, outbox: outgoing.outbox, now: () => clock.nowIso() },
      document: (reportId) => content.document(reportId),
    }),
    atSigning,
    reports: rememberingOrders(outgoing.outbox.reports, (studyId, reportId) => ({
      order: orderNow(index, imagingOrders, studyId),
      told: [
        ...atSigning.told(studyId),
        ...otherStudiesOf(index, reportId).flatMap((other) =>
          atSigning.told(other.studyId).map((one) => ofOther(one, other.name)),
        ),
      ],
    })),
  };
}

/** Whether the site of a study made two ids of its patients one. */
export function isMergedAt(index: Db, studyId: StudyId, a: string, b: string): boolean {
  const statements = new Statements(index);
  const study = findStudy(statements, studyId);
  if (study === null) return false;
  // A site that names no issuer of its own stands for it.
  return [study.patient.issuer, study.site].some((issuer) => isSameId(statements, study.site, issuer, a, b));
}

/** What the orders of a study say that was not so when the report was signed. */
export function orderChanges(
  index: Db,
  orders: ImagingOrderRoom,
  reportId: ReportId,
  studyId: StudyId,
): readonly SiteDifference[] {
  const study = findStudy(new Statements(index), studyId);
  if (study === null) return [];
  const mismatch = orders.list.signReasons(study).find(({ code }) => code === 'permission/order-mismatch');
  return [
    ...(mismatch === undefined
      ? []
      : [{ reason: 'patient-changed' as const, signed: 'one patient in images and order', now: mismatch.words }]),
    ...orderDifferences(signedForOf(index, reportId).order, orderNow(index, orders, studyId)),
  ];
}

/** The order of a study that counts first, as far as a report answers it; null: it has none. */
function orderNow(index: Db, { list }: ImagingOrderRoom, studyId: StudyId): OrderThen | null {
  const study = findStudy(new Statements(index), studyId);
  const order = study === null ? undefined : list.withOrder(study).order;
  if (order === undefined) return null;
  const { orderId, status, priority, procedure, reason, accessions } = order;
  return { orderId, cancelled: status === 'cancelled', priority, procedure, reason, accessions: [...accessions] };
}
