import { describe, expect, it } from 'vitest';
import { calls } from '../../../../shared/contract/index.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { PersonRole } from '../../../../shared/model/person.ts';
import { newId } from '../../../../electron/station/kernel/ids.ts';
import { Router } from '../../../../electron/station/router.ts';
import type { Handlers } from '../../../../electron/station/router.ts';
import { stationHandlers } from '../../../../electron/station/handlers.ts';
import type { StationDoor } from '../../../../electron/station/station-door.ts';

const lines: string[] = [];
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (event: string, facts: object = {}) => void lines.push(`${event} ${JSON.stringify(facts)}`),
};

function router(handlers: Handlers, open = true, checkReplies = true, role: PersonRole = 'reader'): Router {
  const roles = () => (open ? [role] : null);
  return new Router({ handlers, isOpen: () => open, roles, ownRoles: roles, log, checkReplies });
}

function code(reply: unknown): string | undefined {
  return (reply as { error?: { code: string } }).error?.code;
}

describe('Router', () => {
  it('answers a good request with its value', async () => {
    const found = await router({ 'jobs.list': () => ({ jobs: [] }) }).call('jobs.list', {});
    expect(found).toEqual({ ok: true, value: { jobs: [] } });
  });

  it('refuses an unknown call, one it does not serve, a bad request and an unknown key', async () => {
    const one = router({ 'jobs.list': () => ({ jobs: [] }) });
    expect(code(await one.call('toString', {}))).toBe('request/unknown-call');
    expect(code(await one.call('report.sign', {}))).toBe('request/unknown-call');
    expect(code(await one.call('jobs.list', null))).toBe('request/bad');
    expect(code(await one.call('jobs.list', { extra: 1 }))).toBe('request/bad');
  });

  it('refuses while the store is locked, but for the calls that unlock it', async () => {
    const one = router({ 'jobs.list': () => ({ jobs: [] }), 'access.create': () => ({ recoveryKey: 'k' }) }, false);
    expect(code(await one.call('jobs.list', {}))).toBe('access/locked');
    expect(await one.call('access.create', { name: 'A', passphrase: 'p' })).toMatchObject({ ok: true });
  });

  it('refuses everything but words and the sign-in itself to whoever has to sign in first', async () => {
    const handlers: Handlers = {
      'jobs.list': () => ({ jobs: [] }),
      'reading.saveSeen': () => ({ savedAt: '2026-11-22T00:00:00.000Z' }),
      'signIn.cancel': () => ({ provider: null, lease: null, waiting: false }),
    };
    const one = new Router({
      ...{ handlers, isOpen: () => true, roles: () => [], log, checkReplies: true },
      ownRoles: () => ['reader'] as const,
    });
    expect(code(await one.call('jobs.list', {}))).toBe('sign-in/needed');
    const frames = [{ objectId: newId(), frame: 1, at: '2026-11-22T00:00:00.000Z' }];
    expect(await one.call('reading.saveSeen', { frames })).toMatchObject({ ok: true });
    expect(await one.call('signIn.cancel', {})).toMatchObject({ ok: true });
  });

  it('keeps the code of an expected failure, and turns anything else into a bug without its words', async () => {
    const expected = router({
      'jobs.list': () => {
        throw new AppError('disk/full', 'no room', { retry: 'later' });
      },
    });
    expect(await expected.call('jobs.list', {})).toEqual({
      ok: false,
      error: { code: 'disk/full', message: 'no room', context: {}, retry: 'later' },
    });
    lines.length = 0;
    const bug = router({
      'jobs.list': () => {
        throw new TypeError('DOE^JANE is not a function');
      },
    });
    expect(code(await bug.call('jobs.list', {}))).toBe('internal/bug');
    expect(lines.join()).toContain('call-failed');
    expect(lines.join()).not.toContain('DOE');
  });

  it('finds a reply that breaks the contract', async () => {
    const one = router({ 'jobs.list': () => ({ jobs: 'none' }) as never });
    expect(code(await one.call('jobs.list', {}))).toBe('internal/bug');
  });
});

describe('the contract', () => {
  it('is answered in full by the station', () => {
    const expected = Object.entries(calls)
      .filter(([, spec]) => spec.side === 'station')
      .map(([name]) => name);
    // Handlers only close over the station; none is called here.
    expect(Object.keys(stationHandlers({} as StationDoor)).sort()).toEqual(expected.sort());
  });

  it('takes no unknown key in any request', () => {
    for (const [name, spec] of Object.entries(calls)) {
      const result = spec.request.safeParse({ surelyNotAKey: 1 });
      expect(result.success, name).toBe(false);
    }
  });

  it('refuses a call that is not for the role before the handler runs or the request is looked at', async () => {
    let ran = 0;
    const handlers: Handlers = { 'report.sign': () => Promise.reject(new Error(`ran ${(ran += 1)}`)) };
    for (const role of ['reviewer', 'coordinator', 'administrator', 'support'] as const) {
      const reply = await router(handlers, true, true, role).call('report.sign', { nonsense: 1 });
      expect(code(reply)).toBe('access/not-allowed');
    }
    expect(ran).toBe(0);
    expect(code(await router(handlers).call('report.sign', { nonsense: 1 }))).toBe('request/bad');
  });

  it('refuses every call of the contract to whoever has none of its roles', async () => {
    const handlers = stationHandlers({} as StationDoor);
    for (const [name, { roles }] of Object.entries(calls)) {
      if (roles === 'nobody-yet' || !Object.hasOwn(handlers, name)) continue;
      for (const role of PersonRole.options.filter((one) => !roles.includes(one))) {
        expect(code(await router(handlers, true, true, role).call(name, {})), `${name} as ${role}`).toBe(
          'access/not-allowed',
        );
      }
    }
  });
});
