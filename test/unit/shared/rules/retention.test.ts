import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RETENTION_EVENTS } from '../../../../shared/model/site-profile.ts';
import type { Retention } from '../../../../shared/model/site-profile.ts';
import { retentionPlan } from '../../../../shared/rules/retention.ts';
import type { KeptStudy, RetentionLine } from '../../../../shared/rules/retention.ts';

const NOW = '2026-11-22T12:00:00Z';
const RULE: Retention = { afterDeliveryDays: 30, events: [{ event: 'contract-end', days: 7 }] };
const DELIVERED = '2026-10-23T12:00:00Z';

const study = (more: Partial<KeptStudy> = {}): KeptStudy => ({
  ...{ studyId: 's', deliveredAt: DELIVERED, signed: true, openWork: false, held: false, backedUp: true, events: [] },
  ...more,
});
const plan = (more: Partial<KeptStudy>, rule: Retention | null = RULE, at = NOW): RetentionLine | undefined =>
  retentionPlan([study(more)], rule, at)[0];

describe('what a purge would delete', () => {
  it('is a study whose days after confirmed delivery are over, to the second', () => {
    expect(plan({})).toEqual({ studyId: 's', purge: true, because: 'delivery', dueAt: '2026-11-22T12:00:00.000Z' });
    expect(plan({}, RULE, '2026-11-22T11:59:59Z')).toMatchObject({ purge: false, reason: 'not-due' });
  });

  it('is never a study that time alone would end before its delivery is confirmed', () => {
    expect(plan({ deliveredAt: null }, RULE, '2099-01-01T00:00:00Z')).toEqual({
      ...{ studyId: 's', purge: false, reason: 'not-delivered', dueAt: null },
    });
  });

  it('is a study whose event is far enough back, and never one that was not delivered', () => {
    const events = [{ event: 'contract-end', at: '2026-11-15T12:00:00Z' } as const];
    expect(plan({ deliveredAt: null, events })).toMatchObject({ purge: false, reason: 'not-delivered' });
    expect(plan({ deliveredAt: '2026-11-20T00:00:00Z', events })).toMatchObject({ because: 'contract-end' });
    const young = '2026-11-20T00:00:00Z';
    expect(plan({ deliveredAt: young, events }, RULE, '2026-11-22T11:59:59Z')).toMatchObject({ reason: 'not-due' });
  });

  it('is never what an event ends that the site does not list', () => {
    const events = [{ event: 'patient-request', at: '2020-01-01T00:00:00Z' } as const];
    expect(plan({ deliveredAt: '2026-11-20T00:00:00Z', events })).toMatchObject({ purge: false, reason: 'not-due' });
    expect(plan({ events }, { afterDeliveryDays: null, events: [] })).toMatchObject({
      reason: 'no-rule',
    });
  });

  it('is never what is held or has open work, however old', () => {
    expect(plan({ held: true }, RULE, '2099-01-01T00:00:00Z')).toMatchObject({ purge: false, reason: 'held' });
    expect(plan({ openWork: true }, RULE, '2099-01-01T00:00:00Z')).toMatchObject({ purge: false, reason: 'open-work' });
  });

  it('is never what nobody has signed as final, or what no backup has', () => {
    expect(plan({ signed: false }, RULE, '2099-01-01T00:00:00Z')).toMatchObject({ purge: false, reason: 'unsigned' });
    expect(plan({ backedUp: false }, RULE, '2099-01-01T00:00:00Z')).toMatchObject({ reason: 'not-backed-up' });
    expect(plan({ backedUp: false }, RULE, DELIVERED)).toMatchObject({ reason: 'not-due' });
  });

  it('is nothing without a rule or a clock', () => {
    expect(plan({}, null)).toMatchObject({ purge: false, reason: 'no-rule' });
    expect(plan({}, RULE, 'noon')).toMatchObject({ purge: false, reason: 'clock-unknown' });
  });

  it('is said for each study, in order, and a later clock deletes no less', () => {
    const days = fc.integer({ min: 0, max: 60 });
    const instant = days.map((n) => new Date(Date.parse(NOW) - n * 86_400_000).toISOString());
    const kept = fc.record({
      studyId: fc.string({ minLength: 1, maxLength: 4 }),
      deliveredAt: fc.option(instant),
      signed: fc.boolean(),
      openWork: fc.boolean(),
      held: fc.boolean(),
      backedUp: fc.boolean(),
      events: fc.array(fc.record({ event: fc.constantFrom(...RETENTION_EVENTS), at: instant }), { maxLength: 3 }),
    });
    const rule = fc.record({
      afterDeliveryDays: fc.option(days),
      events: fc.array(fc.record({ event: fc.constantFrom(...RETENTION_EVENTS), days }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(kept, { maxLength: 4 }), rule, days, (studies, retention, more) => {
        const before = retentionPlan(studies, retention, NOW);
        const later = retentionPlan(studies, retention, new Date(Date.parse(NOW) + more * 86_400_000).toISOString());
        expect(before.map((line) => line.studyId)).toEqual(studies.map((one) => one.studyId));
        before.forEach((line, at) => {
          if (line.purge) expect(later[at]?.purge).toBe(true);
          const { held, openWork, signed, deliveredAt, backedUp } = studies[at] ?? study();
          if (held || openWork || !signed || deliveredAt === null || !backedUp) expect(line.purge).toBe(false);
        });
      }),
    );
  });
});
