import { describe, expect, it } from 'vitest';
import { gateBefore } from '../../../../../electron/station/access/desk-gate.ts';
import { AUDIT_KINDS } from '../../../../../shared/audit/event-map.ts';
import { codeThrown } from '../../../../helpers/app-errors.ts';

describe('the gate of the desk', () => {
  it('lets everything through while somebody is there', () => {
    const [, guard] = gateBefore(() => undefined);
    for (const name of Object.keys(AUDIT_KINDS))
      expect(
        codeThrown(() => guard(name)),
        name,
      ).toBeNull();
  });

  it('lets nobody sign, write or export behind a lock, and whatever comes, goes or is ordered go on', () => {
    const asked: string[] = [];
    const [gate, guard] = gateBefore((name) => void asked.push(name));
    gate.lock();
    const refused = Object.keys(AUDIT_KINDS).filter((name) => codeThrown(() => guard(name)) === 'access/locked');
    for (const name of ['report.sign', 'report.amend', 'report.create', 'report.export', 'archive.exportObject']) {
      expect(refused).toContain(name);
    }
    for (const name of ['audit.bundle', 'audit.export', 'access.setPassphrase', 'profile.apply']) {
      expect(refused).toContain(name);
    }
    const goOn = /^(?:transfer|outbox|imagingOrder|source|prefetch|order|site|store|station|keys|forget|security)\./;
    expect(refused.filter((name) => goOn.test(name))).toEqual([]);
    for (const name of [
      'access.lock',
      'access.unlock',
      'access.unlockFailed',
      'access.breakGlassEnded',
      'audit.seal',
    ]) {
      expect(refused).not.toContain(name);
    }
    expect(asked).toHaveLength(Object.keys(AUDIT_KINDS).length);
    gate.unlock();
    expect(codeThrown(() => guard('report.sign'))).toBeNull();
  });
});
