import type { AnyEvent } from '../../../../shared/contract/index.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { SiteProfile } from '../../../../shared/model/site-profile.ts';
import type { FoundStudy } from '../../../../shared/model/source.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { addReasons } from '../../../../shared/rules/sign-permission/permission.ts';
import type { SignPermission } from '../../../../shared/rules/sign-permission/question.ts';
import type { OpenStore } from '../../access/open-store.ts';
import { covers } from '../../access/profile/judge-profile.ts';
import { findStudy } from '../../archive/study-rows.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import { Statements } from '../../kernel/statements.ts';
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
}

export function openImagingOrders({ store, clock, log, emit, profiles }: ImagingOrderRoomOptions): ImagingOrderRoom {
  const { index, commands, personId } = store;
  const covering = (site: string): SiteProfile | null =>
    profiles().find(({ profile }) => covers(profile, site))?.profile ?? null;
  const statements = new Statements(index);
  const list = new OrderList(index, clock, (site) => covering(site)?.serviceLevels ?? []);
  const orders = new ImagingOrders({ index, commands, clock, personId });
  const zoneOf = (site: string): string | null => covering(site)?.site.zone ?? null;
  const intake = new OrderIntake({ index, commands, clock, log, personId, orders, zoneOf });
  const stop = intake.onTaken.on(({ stat }) => {
    emit({ name: 'worklist.changed', payload: { studyIds: [] } });
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
    withReasons: (studyId, permission) => {
      const study = findStudy(statements, studyId);
      return study === null ? permission : addReasons(permission, list.signReasons(study));
    },
    // What cannot be listened to is said in the states.
    start: () => void intake.start(),
    close: async () => {
      await intake.close();
      stop();
    },
  };
}
