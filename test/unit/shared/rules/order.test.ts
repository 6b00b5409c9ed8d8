import { describe, expect, it } from 'vitest';
import { newAdminKey, readAdminKey } from '../../../../electron/station/access/profile/admin-key.ts';
import { readSignedOrder, signOrder } from '../../../../electron/station/access/orders/signed-order.ts';
import { judgeOrder } from '../../../../shared/rules/order-judge.ts';
import type { OrderFacts } from '../../../../shared/rules/order-judge.ts';
import { LONGEST_ORDER, readOrderText } from '../../../../shared/rules/order-shape.ts';
import { codeThrown } from '../../../helpers/app-errors.ts';

const bea = newAdminKey();
const key = readAdminKey(bea.pem);
const other = newAdminKey();
const HOLD = {
  kind: 'hold',
  storeId: 'store-1',
  siteCode: 'st-anna',
  number: 5,
  issuedAt: '2026-11-22T06:00:00Z',
  expiresAt: '2026-11-29T06:00:00Z',
  reason: null,
};
const PERSON = { personId: null, name: 'Ada Reader' };
const ALL = { address: null, kinds: ['revoke', 'wipe-store', 'hold'] } as const;

const signed = (more: object = {}) => signOrder({ ...HOLD, ...more }, key, 'Bea Admin');

/** What a store says that trusts Bea, has obeyed order 4 and lets the site order everything; noon of the day it was issued. */
function judged(more: object = {}, facts: Partial<OrderFacts> = {}): string {
  const { order, fingerprint, hash } = signed(more);
  const standing = judgeOrder(order, {
    ...{ storeId: 'store-1', fingerprint, hash, trusted: [bea.fingerprint], at: '2026-11-22T12:00:00Z' },
    terms: { address: null, kinds: [...ALL.kinds] },
    last: { number: 4, hash: 'f'.repeat(64) },
    ...facts,
  });
  return typeof standing === 'string' ? standing : standing.code;
}

const CASES: readonly (readonly [string, object, Partial<OrderFacts>, string])[] = [
  ['a good one', {}, {}, 'take'],
  ['the first of a site', {}, { last: null }, 'take'],
  ['one for another store', { storeId: 'store-2' }, {}, 'order/other-store'],
  ['one of a site that the store does not know', { siteCode: 'north' }, { trusted: [] }, 'order/unknown-site'],
  ['one signed with another key', {}, { trusted: [other.fingerprint] }, 'order/unknown-key'],
  ['the same once more', {}, { last: { number: 5, hash: signed().hash } }, 'already'],
  ['another with the same number', {}, { last: { number: 5, hash: 'e'.repeat(64) } }, 'order/older-number'],
  ['an older one', { number: 3 }, {}, 'order/older-number'],
  ['an older one that was obeyed once', {}, { last: { number: 6, hash: 'e'.repeat(64) } }, 'order/older-number'],
  ['one whose time is over', {}, { at: '2026-11-29T06:05:00Z' }, 'order/expired'],
  ['one whose time ended by a clock that is a little ahead', {}, { at: '2026-11-29T06:04:59Z' }, 'take'],
  ['one of tomorrow', {}, { at: '2026-11-21T12:00:00Z' }, 'order/not-yet-valid'],
  ['one issued just now by a clock that is a little behind', {}, { at: '2026-11-22T05:55:00Z' }, 'take'],
  ['one issued later than two clocks may differ', {}, { at: '2026-11-22T05:54:59Z' }, 'order/not-yet-valid'],
  ['a hold where the profile says nothing of orders', {}, { terms: null }, 'order/not-granted'],
  ['a hold where another kind is granted', {}, { terms: { address: null, kinds: ['revoke'] } }, 'order/not-granted'],
  ['a revocation', { kind: 'revoke', person: PERSON }, {}, 'take'],
  ['a revocation that is not granted', { kind: 'revoke', person: PERSON }, { terms: null }, 'order/not-granted'],
  ['a wipe of the store', { kind: 'wipe-store', evenIfUnsigned: true }, {}, 'take'],
  [
    'a wipe of the store by a site that may only hold',
    { kind: 'wipe-store', evenIfUnsigned: true },
    { terms: { address: null, kinds: ['hold'] } },
    'order/not-granted',
  ],
  ['a wipe of its own studies, granted or not', { kind: 'wipe-site', evenIfUnsigned: false }, { terms: null }, 'take'],
  ['a lift by who may hold', { kind: 'lift' }, { terms: { address: null, kinds: ['hold'] } }, 'take'],
  ['a lift by who may revoke', { kind: 'lift' }, { terms: { address: null, kinds: ['revoke'] } }, 'take'],
  ['a lift by who may do neither', { kind: 'lift' }, { terms: null }, 'order/not-granted'],
  [
    'a wrong key before a wrong time',
    {},
    { trusted: [other.fingerprint], at: '2030-01-01T00:00:00Z' },
    'order/unknown-key',
  ],
];

describe('an order', () => {
  it.each(CASES)('that is %s', (_name, more, facts, expected) => {
    expect(judged(more, facts)).toBe(expected);
  });

  const FILES: readonly (readonly [string, (text: string) => string, string])[] = [
    ['no JSON', () => 'hold', 'order/bad-file'],
    ['something else', () => '{"format":"nightjar-site-profile","version":1}', 'order/bad-file'],
    ['of a later program', (text) => text.replace('"version": 1', '"version": 2'), 'order/newer-version'],
    ['of a kind that nobody knows', (text) => text.replace('"hold"', '"explode"'), 'order/unknown-kind'],
    ['with a word too many', (text) => text.replace('"order": {', '"order": { "force": true,'), 'order/bad-file'],
    ['too long', (text) => text + ' '.repeat(LONGEST_ORDER), 'order/too-long'],
    ['changed in its store', (text) => text.replace('store-1', 'store-2'), 'order/bad-signature'],
    ['changed in its number', (text) => text.replace('"number": 5', '"number": 6'), 'order/bad-signature'],
    ['changed in who signed', (text) => text.replace('Bea Admin', 'Eve Admin'), 'order/bad-signature'],
    [
      'with another signature',
      (text) => text.replace(/"signature": ".{6}/, '"signature": "AAAAAA'),
      'order/bad-signature',
    ],
  ];
  it.each(FILES)('whose file is %s', (_name, change, expected) => {
    const { text } = signed();
    const changed = change(text);
    expect(changed).not.toBe(text);
    expect(codeThrown(() => readSignedOrder(changed))).toBe(expected);
  });

  it('means the same however its file is laid out', () => {
    const { text, hash } = signed();
    expect(readSignedOrder(JSON.stringify(JSON.parse(text))).hash).toBe(hash);
  });

  it.each([
    ['longer than 400 days', { expiresAt: '2028-01-01T00:00:00Z' }, 'order/too-long'],
    ['ending before it begins', { expiresAt: '2026-11-22T05:00:00Z' }, 'order/bad-file'],
    ['a wipe that does not say whether work may be lost', { kind: 'wipe-site' }, 'order/bad-file'],
    ['a revocation of nobody', { kind: 'revoke' }, 'order/bad-file'],
  ])('is not signed when it is %s', (_name, more, expected) => {
    expect(codeThrown(() => signed(more))).toBe(expected);
  });

  it('is read without a look at its signature by the rule alone', () => {
    expect(readOrderText(signed().text)).toHaveProperty('file.order.kind', 'hold');
  });
});
