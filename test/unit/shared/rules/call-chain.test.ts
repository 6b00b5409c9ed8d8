import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommunicationEvent } from '../../../../shared/model/communication.ts';
import { PersonId } from '../../../../shared/model/ids.ts';
import type { Contact, OnCallStep } from '../../../../shared/model/site-services.ts';
import { callChain, offeredStep, servicesOf, stepsDue } from '../../../../shared/rules/communication/call-chain.ts';
import type { PhoneTree } from '../../../../shared/rules/communication/call-chain.ts';
import { isOnDuty, wallClock } from '../../../../shared/rules/communication/duty.ts';
import { categoryOf, DEFAULT_POLICY, policyOf } from '../../../../shared/rules/communication/policy.ts';
import { idOf } from '../../../helpers/report-document.ts';

const by = PersonId.parse(idOf('reader'));
// A Monday, 03:30 in Berlin.
const NIGHT = Date.parse('2026-11-23T02:30:00Z');
const DAY = Date.parse('2026-11-23T12:00:00Z');

const contact = (contactId: string, more: Partial<Contact> = {}): Contact => ({
  ...{ contactId, name: `Dr ${contactId}`, role: 'Physician', phone: `1-${contactId}`, email: null, hours: [] },
  ...more,
});
const step = (contactId: string, at: number, afterMinutes: number, more: Partial<OnCallStep> = {}): OnCallStep => ({
  ...{ category: null, step: at, contactId, afterMinutes },
  ...more,
});
const tree = (onCall: readonly OnCallStep[], contacts: readonly Contact[]): PhoneTree => ({
  ...{ onCall, contacts, zone: 'Europe/Berlin' },
});
const CT = { category: 1, modalities: ['CT'], service: null } as const;
const names = (chain: readonly { readonly contactId: string }[]): readonly string[] =>
  chain.map(({ contactId }) => contactId);

describe('duty by the clock of the site', () => {
  it.each([
    ['2026-11-23T22:30:00Z', 'Europe/Berlin', 1, 23 * 60 + 30],
    ['2026-11-23T23:30:00Z', 'Europe/Berlin', 2, 30],
    // Summer time: two hours ahead of UTC until the last Sunday of October.
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', 7, 150],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', 7, 150],
    ['2026-11-22T23:30:00Z', 'Asia/Kathmandu', 1, 5 * 60 + 15],
  ])('%s in %s is day %i, minute %i', (at, zone, day, minute) => {
    expect(wallClock(Date.parse(at), zone)).toEqual({ day, minute });
  });

  it.each([
    // Friday evening to Saturday morning.
    ['2026-11-27T21:30:00Z', [5], '22:00', '07:00', true],
    ['2026-11-28T05:59:00Z', [5], '22:00', '07:00', true],
    ['2026-11-28T06:00:00Z', [5], '22:00', '07:00', false],
    ['2026-11-27T05:00:00Z', [5], '22:00', '07:00', false],
    // Sunday night belongs to Sunday, and ends on Monday.
    ['2026-11-23T02:00:00Z', [7], '22:00', '07:00', true],
    ['2026-11-23T02:00:00Z', [1], '00:00', '24:00', true],
    ['2026-11-23T07:00:00Z', [1, 2], '08:00', '16:00', true],
    ['2026-11-23T15:00:00Z', [1, 2], '08:00', '16:00', false],
  ])('at %s, days %j from %s to %s: %s', (at, days, from, to, expected) => {
    expect(isOnDuty({ hours: [{ days, from, to }] }, Date.parse(at), 'Europe/Berlin')).toBe(expected);
  });

  it('has everybody on duty always who is given no hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (now) => isOnDuty({ hours: [] }, now, 'Pacific/Auckland')),
      { numRuns: 50 },
    );
  });
});

describe('whom to call', () => {
  const people = ['a', 'b', 'c', 'd'].map((id) => contact(id));

  it('goes from step to step, and adds up when each is called', () => {
    const chain = callChain(tree([step('b', 2, 10), step('a', 1, 0), step('c', 3, 20)], people), CT, NIGHT);
    expect(chain.map(({ contactId, after }) => [contactId, after])).toEqual([
      ['a', 0],
      ['b', 10],
      ['c', 30],
    ]);
  });

  it('takes the list of the category alone where it has one, and that of the modality', () => {
    const all = [
      step('a', 1, 0),
      step('b', 1, 0, { category: 'red' }),
      step('c', 1, 0, { category: 'red', modalities: ['CT'] }),
    ];
    expect(names(callChain(tree(all, people), CT, NIGHT))).toEqual(['c']);
    expect(names(callChain(tree(all, people), { ...CT, modalities: ['US'] }, NIGHT))).toEqual(['b']);
    expect(names(callChain(tree(all, people), { ...CT, category: 3 }, NIGHT))).toEqual(['a']);
  });

  it('has lists of services beside that of the site', () => {
    const all = [step('a', 1, 0), step('b', 1, 0, { service: 'Neurosurgery' })];
    expect(servicesOf(tree(all, people), CT, NIGHT)).toEqual(['Neurosurgery']);
    expect(names(callChain(tree(all, people), CT, NIGHT))).toEqual(['a']);
    expect(names(callChain(tree(all, people), { ...CT, service: 'Neurosurgery' }, NIGHT))).toEqual(['b']);
  });

  it('names of a step those on duty; where nobody is, all, marked', () => {
    const hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '20:00' }];
    const some = [contact('a', { hours }), contact('b'), contact('c', { hours })];
    const all = [step('a', 1, 0), step('b', 1, 0), step('c', 2, 15)];
    const night = callChain(tree(all, some), CT, NIGHT);
    expect(night.map(({ contactId, onDuty }) => [contactId, onDuty])).toEqual([
      ['b', true],
      ['c', false],
    ]);
    expect(names(callChain(tree(all, some), CT, DAY))).toEqual(['a', 'b', 'c']);
  });

  it('keeps to the term of a rota', () => {
    const week = { from: '2026-11-23T00:00:00Z', until: '2026-11-30T00:00:00Z' };
    const all = [step('a', 1, 0, week), step('b', 1, 0, { from: week.until })];
    expect(names(callChain(tree(all, people), CT, NIGHT))).toEqual(['a']);
    expect(names(callChain(tree(all, people), CT, Date.parse(week.until)))).toEqual(['b']);
  });

  it('gives every number, the telephone first', () => {
    const some = [contact('a', { numbers: [{ label: 'pager', number: '77' }] }), contact('b', { phone: null })];
    const chain = callChain(tree([step('a', 1, 0), step('b', 2, 5)], some), CT, NIGHT);
    expect(chain.map(({ numbers }) => numbers)).toEqual([
      [
        { label: null, number: '1-a' },
        { label: 'pager', number: '77' },
      ],
      [],
    ]);
  });
});

describe('whose turn it is', () => {
  const chain = callChain(
    tree(
      [step('a', 1, 0), step('b', 2, 10), step('c', 3, 20)],
      ['a', 'b', 'c'].map((id) => contact(id)),
    ),
    CT,
    NIGHT,
  );
  const to = (id: string) => ({ name: `Dr ${id}`, role: 'Physician', number: null });
  const tried = (id: string, outcome: 'no-answer' | 'reached' = 'no-answer'): CommunicationEvent => ({
    ...{ kind: 'attempted', by, at: '2026-11-23T02:31:00Z', method: 'phone', to: to(id), outcome },
  });

  it.each([
    ['nothing was tried', [], 0, 0],
    ['the first did not answer', [tried('a')], 1, 1],
    ['the first was reached and did not take it', [tried('a', 'reached')], 1, 0],
    ['the step is over', [], 10, 1],
    ['the last step began', [], 31, 2],
    ['it was handed up', [{ kind: 'escalated', by, at: '', step: 2, to: to('c') } as const], 0, 2],
    ['all were tried', [tried('a'), tried('b'), tried('c')], 5, null],
    ['somebody outside the list was tried', [tried('z')], 0, 0],
  ])('%s', (_, events, minutes, place) => {
    expect(offeredStep(chain, { events }, minutes)).toBe(place);
  });

  it('never goes down as time goes on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }), (a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        const [first, second] = [offeredStep(chain, { events: [] }, early), offeredStep(chain, { events: [] }, late)];
        return (first ?? 0) <= (second ?? 0) && stepsDue(chain, early) <= stepsDue(chain, late);
      }),
    );
  });
});

describe('the times of a site', () => {
  it.each([
    ['1', 1],
    ['cat-2', 2],
    ['Category3', 3],
    ['red', 1],
    ['ORANGE', 2],
    ['yellow', 3],
    ['purple', null],
    ['11', null],
  ])('reads its code %s as %s', (code, category) => {
    expect(categoryOf(code)).toBe(category);
  });

  it('takes what the site says, and what rule 3.2 says where it says nothing', () => {
    expect(policyOf(1, [])).toEqual(DEFAULT_POLICY[1]);
    expect(policyOf(1, [{ code: 'red', name: 'Red', minutes: 30 }])).toEqual({ alert: 8, most: 30, spoken: true });
    expect(policyOf(2, [{ code: '2', name: 'Orange', minutes: 90, alertMinutes: 400, spoken: true }])).toEqual({
      ...{ alert: 90, most: 90, spoken: true },
    });
    expect(policyOf(3, [{ code: '2', name: 'Orange', minutes: 90 }])).toEqual(DEFAULT_POLICY[3]);
  });
});
