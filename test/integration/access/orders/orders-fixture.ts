import path from 'node:path';
import { onTestFinished } from 'vitest';
import { Access } from '../../../../electron/station/access/access.ts';
import { OrderDesk } from '../../../../electron/station/access/orders/order-desk.ts';
import { signOrder } from '../../../../electron/station/access/orders/signed-order.ts';
import { newAdminKey, readAdminKey } from '../../../../electron/station/access/profile/admin-key.ts';
import { openSites } from '../../../../electron/station/access/profile/open-sites.ts';
import { signProfile } from '../../../../electron/station/access/profile/signed-profile.ts';
import { readStoreFile } from '../../../../electron/station/access/store-file.ts';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import type { FaultPoints } from '../../../../electron/station/kernel/fault-points.ts';
import type { OrderNotice, OrderTerms } from '../../../../shared/model/order.ts';
import type { SiteProfile } from '../../../../shared/model/site-profile.ts';
import { sampleProfile } from '../../../helpers/site-profile.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { blobWorkerFile } from '../../kernel/blob-fixture.ts';
import { PASSPHRASE } from '../access-fixture.ts';

const HOUR = 3_600_000;
const { pem, fingerprint } = newAdminKey();
/** The administrator of St. Anna. */
export const ADMIN = { pem, fingerprint };
export const EVERY_KIND: OrderTerms = { address: null, kinds: ['revoke', 'wipe-store', 'hold'] };

export interface OrderBench {
  readonly dir: string;
  readonly access: Access;
  readonly desk: OrderDesk;
  /** Everything that was told, the last first. */
  readonly told: (readonly OrderNotice[])[];
  readonly storeId: string;
  /** Signs an order to this store, good from now on. */
  order(more: object): string;
}

/** Access and desk on a folder, as the station composes them, without rooms. Closed when the test ends. */
export function desk(
  dir: string,
  more: { readonly faults?: FaultPoints; readonly anchorDir?: string } = {},
): OrderBench {
  const access: Access = new Access({
    ...{ dir, blobWorkerFile, scryptLogN: 10, delay: () => Promise.resolve(), ...more },
    admit: (store) => orders.admit(store),
  });
  const told: (readonly OrderNotice[])[] = [];
  const orders = new OrderDesk({
    ...{ access, dir, clock: systemClock, nativeBinding: undefined, anchorDir: more.anchorDir },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    leave: () => Promise.resolve(),
    tell: (notices) => told.unshift(notices),
  });
  onTestFinished(async () => {
    await orders.close();
    await access.close();
  });
  const storeId = readStoreFile(dir)?.storeId ?? '';
  return { dir, access, desk: orders, told, storeId, order: (one) => signedFor(storeId, one) };
}

export function signedFor(storeId: string, more: object): string {
  const now = Date.now();
  const order = {
    ...{ storeId, siteCode: 'st-anna', number: 1, reason: null },
    issuedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + HOUR).toISOString(),
    ...more,
  };
  return signOrder(order, readAdminKey(ADMIN.pem), 'Bea Admin').text;
}

/** A store of Ada's with the profile of St. Anna applied. */
export async function benchWith(
  orders: OrderTerms | null = EVERY_KIND,
  more: { readonly anchorDir?: string } = {},
): Promise<OrderBench> {
  const dir = path.join(await tempDir(), 'store');
  const first = desk(dir, more);
  await first.access.create('Ada', PASSPHRASE);
  first.access.confirmRecovery();
  applyProfile(first.access, orders === null ? {} : { orders });
  const storeId = readStoreFile(dir)?.storeId ?? '';
  return { ...first, storeId, order: (one) => signedFor(storeId, one) };
}

export function applyProfile(access: Access, more: Partial<SiteProfile>): void {
  const { profiles } = openSites(access.requireStore(), systemClock, false);
  const { text } = signProfile(sampleProfile(more), readAdminKey(ADMIN.pem), 'Bea Admin');
  profiles.apply({ hash: profiles.preview(text).hash, trust: ADMIN.fingerprint });
}

/** Details of the audit records of a command, in order. */
export function audited({ access }: OrderBench, command: string): unknown[] {
  const { index } = access.requireStore();
  const find = index.prepare<[string], string>('SELECT detail FROM audit WHERE command = ? ORDER BY seq').pluck();
  return find.all(command).map((detail) => JSON.parse(detail) as unknown);
}
