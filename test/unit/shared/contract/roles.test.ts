import { describe, expect, it } from 'vitest';
import { calls } from '../../../../shared/contract/index.ts';
import { mayUse } from '../../../../shared/contract/roles.ts';
import { PersonRole, PersonRoles, seesPatients } from '../../../../shared/model/person.ts';

const SPECS = Object.entries(calls);
/** What must be asked while nobody has unlocked. A call is here on purpose, or it needs a role. */
const BEFORE_UNLOCKING = [
  ...['access.state', 'access.create', 'access.unlock', 'access.lock', 'access.fetching'],
  ...['app.info', 'app.graphics', 'app.connectFrames', 'app.monitor', 'app.quit', 'app.stay', 'keys.unlockByOs'],
  ...['windows.self', 'windows.gone'],
  ...['orders.acknowledge', 'orders.bring', 'orders.bringFile', 'orders.notices'],
];
/** Of somebody who has unlocked and may do nothing else before they have signed in. */
const WHILE_SIGNING_IN = ['signIn.begin', 'signIn.cancel', 'signIn.removeProvider', 'signIn.state'];
/** Replies without a word of a patient: the one list of what support may use. */
const WITHOUT_PATIENTS = [
  ...['access.confirmRecovery', 'access.prove', 'access.proveRecovery', 'access.setIdleMinutes'],
  'access.setFetchingHours',
  ...['keys.osSlot', 'keys.setOsSlot'],
  ...['access.setPassphrase', 'jobs.list', 'orders.state', 'people.list', 'profile.overview', 'security.alert'],
  ...['profile.selfTest', 'siteOrders.states', 'destination.list', 'link.list', 'context.state'],
  ...['orders.exportFile', 'orders.exportTo'],
  ...['check.phantoms', 'check.memory', 'check.list', 'check.save', 'app.fillScreen'],
  ...['controls.load', 'controls.save', 'controls.bring', 'controls.readFile'],
  ...['controls.devices', 'controls.allowDevice', 'controls.refuseDevice', 'controls.lendDevices'],
  ...['controls.offerDevices', 'controls.chooseDevice', 'controls.dropDevice'],
  ...['store.backupReport', 'store.health', 'store.lastBackup'],
  ...['windows.monitors', 'windows.use', 'windows.identify', 'windows.open', 'windows.front'],
];

const usableBy = (role: PersonRole): readonly string[] =>
  SPECS.filter(([, spec]) => spec.roles !== 'nobody-yet' && spec.roles.includes(role))
    .map(([name]) => name)
    .sort();

describe('roles of the contract', () => {
  it('are said by every call', () => {
    for (const [name, { roles }] of SPECS) {
      expect(roles === 'nobody-yet' || roles.length > 0, name).toBe(true);
      if (roles !== 'nobody-yet') expect(new Set(roles).size, name).toBe(roles.length);
    }
  });

  it('leave open before unlocking and before a sign-in what has to be, and no other call', () => {
    const open = SPECS.filter(([, { roles }]) => roles === 'nobody-yet');
    const before = open.filter(([, { needsOpenStore }]) => !needsOpenStore).map(([name]) => name);
    expect(before.sort()).toEqual([...BEFORE_UNLOCKING].sort());
    const during = open.filter(([, { needsOpenStore }]) => needsOpenStore).map(([name]) => name);
    expect(during.sort()).toEqual(WHILE_SIGNING_IN);
    for (const [name, { roles, needsOpenStore }] of SPECS) {
      if (!needsOpenStore) expect(roles, name).toBe('nobody-yet');
    }
  });

  it('give support what is without patients, and nothing more', () => {
    expect(usableBy('support')).toEqual([...WITHOUT_PATIENTS].sort());
  });

  it('give writing a report to readers alone', () => {
    const writing = ['report.create', 'report.save', 'report.sign', 'report.amend', 'report.discard', 'report.export'];
    for (const name of writing) {
      const spec = SPECS.find(([one]) => one === name)?.[1];
      expect(spec?.roles, name).toEqual(['reader']);
    }
  });

  it('let whoever may write something to a file choose where', () => {
    const writing = [
      ...(['report.export', 'profile.export', 'review.exportFigures', 'review.exportMyFigures'] as const),
      ...(['review.exportRegistry', 'review.teach'] as const),
    ];
    for (const name of writing) {
      for (const role of calls[name].roles) expect(calls['app.chooseExport'].roles, name).toContain(role);
    }
  });

  it('give people and keys to administrators alone', () => {
    const changing = SPECS.filter(([name]) => name.startsWith('people.') && name !== 'people.list');
    expect(changing.length).toBeGreaterThan(3);
    for (const [name, { roles }] of changing) expect(roles, name).toEqual(['administrator']);
  });

  it('refuse whoever has none of them, and everybody while nobody has unlocked', () => {
    expect(mayUse(['reader'], ['support', 'administrator'])).toBe(false);
    expect(mayUse(['reader'], ['support', 'reader'])).toBe(true);
    expect(mayUse(['reader'], null)).toBe(false);
    expect(mayUse('nobody-yet', null)).toBe(true);
  });
});

describe('PersonRoles', () => {
  it('are at least one, none twice, and support with nothing that sees patients', () => {
    expect(PersonRoles.safeParse([]).success).toBe(false);
    expect(PersonRoles.safeParse(['reader', 'reader']).success).toBe(false);
    for (const role of PersonRole.options) {
      expect(PersonRoles.safeParse([role]).success).toBe(true);
      if (role !== 'support') expect(PersonRoles.safeParse(['support', role]).success).toBe(!seesPatients(role));
    }
  });
});
