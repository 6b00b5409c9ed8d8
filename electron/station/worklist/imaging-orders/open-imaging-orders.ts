import type { AnyEvent } from '../../../../shared/contract/index.ts';
import { StudyId } from '../../../../shared/model/ids.ts';
import type { OrderFacts } from '../../../../shared/model/order-facts.ts';
import type { OrderFeeds } from '../../../../shared/model/order-feeds.ts';
import type { SiteProfile } from '../../../../shared/model/site-profile.ts';
import type { FoundStudy } from '../../../../shared/model/source.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { addReasons } from '../../../../shared/rules/sign-permission/permission.ts';
import type { SignPermission } from '../../../../shared/rules/sign-permission/question.ts';
import type { OpenStore } from '../../access/open-store.ts';
import { covers } from '../../access/profile/judge-profile.ts';
import { findStudy } from '../../archive/study-rows.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { Statements } from '../../kernel/statements.ts';
import { PriorReports } from '../prior-reports/prior-reports.ts';
import type { PriorReportsOptions } from '../prior-reports/prior-reports.ts';
import { ImagingOrders } from './imaging-orders.ts';
import { listFound } from './list-found.ts';
import { OrderIntake } from './order-intake.ts';
import { OrderList } from './order-list.ts';

/** Imaging orders of an open store. */
export interface ImagingOrderRoom {
  readonly list: OrderList;
  readonly intake: OrderIntake;
  /** Studies that a source says it has: those that no order named become rows of the list. */
  found(source: { readonly name: string; readonly site: string }, studies: readonly FoundStudy[]): Promise<void>;
  /** A study with what its orders say. */
  withOrder(study: WorklistRow): WorklistRow;
  /** The order of a study as it is now, and whether anybody sends or is asked for orders of its site. */
  ofStudy(studyId: StudyId): { readonly order: OrderFacts | null; readonly sendsOrders: boolean };
  /** What may be signed, with what the orders of the study say about it. */
  withReasons<T extends SignPermission>(studyId: StudyId, permission: T): T;
  start(): void;
  close(): Promise<void>;
}

export interface ImagingOrderRoomOptions {
  readonly store: Pick<OpenStore, 'index' | 'commands' | 'personId'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: (event: AnyEvent) => void;
  /** The profiles in force. */
  readonly profiles: () => readonly { readonly profile: SiteProfile }[];
  /** Inside the transaction: a report of others that counts now. */
  readonly onPrior?: PriorReportsOptions['onKept'];
}

export function openImagingOrders(options: ImagingOrderRoomOptions): ImagingOrderRoom {
  const { store, clock, log, emit, profiles, onPrior } = options;
  const { index, commands, personId } = store;
  const covering = (site: string): SiteProfile | null =>
    profiles().find(({ profile }) => covers(profile, site))?.profile ?? null;
  const statements = new Statements(index);
  const list = new OrderList(index, clock, (site) => covering(site)?.serviceLevels ?? []);
  const orders = new ImagingOrders({ index, commands, clock, personId });
  const zoneOf = (site: string): string | null => covering(site)?.site.zone ?? null;
  const priors = new PriorReports({
    ...{ index, commands, clock, personId },
    ...(onPrior === undefined ? {} : { onKept: onPrior }),
  });
  const intake = new OrderIntake({ index, commands, clock, log, personId, orders, priors, zoneOf });
  const stopReports = intake.onReports.on(({ patientIds }) => {
    const studyIds = studiesOf(index, [], patientIds);
    for (const studyId of studyIds) emit({ name: 'report.priorsChanged', payload: { studyId } });
  });
  const stop = intake.onTaken.on(({ orderIds, merged = [], stat }) => {
    emit({ name: 'worklist.changed', payload: { studyIds: studiesOf(index, orderIds, merged) } });
    for (const { orderId, order } of stat) {
      const procedure = order.procedures[0]?.meaning ?? null;
      emit({ name: 'siteOrders.stat', payload: { orderId, site: order.site, modality: order.modality, procedure } });
    }
  });
  return {
    list,
    intake,
    found: async (source, studies) => {
      if ((await listFound({ index, orders }, source, studies)) === 0) return;
      emit({ name: 'worklist.changed', payload: { studyIds: [] } });
    },
    withOrder: (study) => list.withOrder(study),
    ofStudy: (studyId) => {
      const study = findStudy(statements, studyId);
      if (study === null) return { order: null, sendsOrders: false };
      return { order: list.withOrder(study).order ?? null, sendsOrders: sendsOrders(intake.feeds(), study.site) };
    },
    withReasons: (studyId, permission) => {
      const study = findStudy(statements, studyId);
      return study === null ? permission : addReasons(permission, list.signReasons(study));
    },
    // What cannot be listened to is said in the states.
    start: () => void intake.start(),
    close: async () => {
      await intake.close();
      stop();
      stopReports();
    },
  };
}

/** Whether orders of a site come here at all. */
function sendsOrders({ listener, fhir }: OrderFeeds, site: string): boolean {
  const sites = [
    ...(listener.on ? listener.peers : []),
    ...fhir.flatMap(({ server, gives }) => (gives.orders ? [server] : [])),
  ];
  return sites.some((one) => one.site.toLowerCase() === site.toLowerCase());
}

/** Studies told at once: a message that reaches more of them is heard of when one of them is opened. */
const MOST_TOLD = 200;

/** Studies here that orders are of, and those of patients that were merged. */
function studiesOf(index: Db, orderIds: readonly string[], patientIds: readonly string[]): StudyId[] {
  const ids = (sql: string, of: readonly string[]): readonly string[] =>
    of.length === 0
      ? []
      : index
          .prepare<[string], string>(`${sql} IN (SELECT value FROM json_each(?)) LIMIT ${MOST_TOLD}`)
          .pluck()
          .all(JSON.stringify(of));
  const numbered = (kind: string, column: string): string =>
    `SELECT study_id FROM imaging_order_number AS named JOIN study ON study.${column} = named.number
     WHERE named.kind = '${kind}' AND named.order_id`;
  const found = [
    ...ids(numbered('accession', 'accession'), orderIds),
    ...ids(numbered('study', 'study_uid'), orderIds),
    ...ids('SELECT study_id FROM study JOIN patient USING (patient_key) WHERE patient.patient_id', patientIds),
  ];
  return [...new Set(found)].map((id) => StudyId.parse(id));
}
