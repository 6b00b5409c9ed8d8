import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OrderNotice } from '../../../shared/model/order.ts';
import { Fingerprint } from '../../../shared/model/site-profile.ts';
import { sampleProfile } from '../../helpers/site-profile.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { makeCheapStore } from '../../faults/ingest/cheap-store.ts';
import { runCli } from '../helpers/run-cli.ts';
import { storeAt } from './cli-store.ts';

const Shown = z.strictObject({
  storeId: z.string(),
  heldBy: z.string().nullable(),
  sites: z.array(z.looseObject({ kinds: z.array(z.string()) })),
  notices: z.array(OrderNotice),
});
const Applied = z.strictObject({ already: z.boolean(), notice: OrderNotice.nullable() });
const Signed = z.strictObject({ file: z.string(), number: z.number(), kind: z.string(), fingerprint: Fingerprint });
const Exported = z.strictObject({ file: z.string(), confirmations: z.number() });
const Wiped = z.strictObject({ notice: OrderNotice, confirmation: z.looseObject({ signature: z.string() }) });

describe('nightjar order', () => {
  it('holds a store, lifts the hold, wipes it, and leaves a signed page', async () => {
    const out = await tempDir();
    const at = (name: string): string => path.join(out, name);
    const store = storeAt(at('store'), out);
    await makeCheapStore(store.dir);
    const run = async (...words: readonly string[]): Promise<unknown> => {
      const { code, documents, stderr } = await runCli(words);
      expect(code, stderr).toBe(0);
      return documents[0];
    };
    const key = Fingerprint.parse(Object(await run('profile', 'new-key', '--out', at('key.pem'))).fingerprint);
    const orders = { address: null, kinds: ['hold', 'wipe-store'] as const };
    writeFileSync(at('plain.json'), JSON.stringify(sampleProfile({ orders: { ...orders, kinds: [...orders.kinds] } })));
    const signing = ['--key', at('key.pem'), '--by', 'Bea Admin'];
    await run('profile', 'sign', at('plain.json'), ...signing, '--out', at('profile.json'));
    await store.document(z.unknown(), 'profile', 'import', at('profile.json'), '--trust', key);
    const { storeId, sites } = await store.document(Shown, 'order', 'show');
    expect(sites).toMatchObject([{ kinds: ['wipe-site', 'hold', 'wipe-store'] }]);

    const signed = async (number: number, more: object): Promise<string> => {
      const times = { issuedAt: new Date().toISOString(), expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
      const file = at(`order-${number}.json`);
      writeFileSync(
        at('order.json'),
        JSON.stringify({ storeId, siteCode: 'st-anna', number, reason: null, ...times, ...more }),
      );
      Signed.parse(await run('order', 'sign', at('order.json'), ...signing, '--out', file));
      return file;
    };
    const hold = await signed(1, { kind: 'hold' });
    expect(await store.document(Applied, 'order', 'apply', hold)).toMatchObject({ already: false });
    expect((await store.error('studies')).code).toBe('access/held');
    const lift = await signed(2, { kind: 'lift' });
    expect(await store.document(Applied, 'order', 'apply', lift)).toMatchObject({ notice: { kind: 'lift' } });
    await store.document(Exported, 'order', 'export', '--out', at('done.json'));
    expect(readFileSync(at('done.json'), 'utf8')).toContain('"outcome": "done"');
    const wipe = await signed(3, { kind: 'wipe-store', evenIfUnsigned: true });
    expect(await store.document(Applied, 'order', 'apply', wipe)).toMatchObject({ notice: { kind: 'wipe-store' } });
    expect((await store.error('studies')).code).toBe('store/wiped');
    expect(await store.document(Wiped, 'order', 'wiped')).toMatchObject({ notice: { number: 3 } });
  });
});
