import { describe, expect, it } from 'vitest';
import { mayCall, refusalOf } from '../../../../renderer/app/may.ts';

describe('what a role may do', () => {
  it('lets readers write and sign, and nobody else', () => {
    expect(mayCall('report.sign', ['administrator', 'reader'])).toBe(true);
    for (const role of ['reviewer', 'coordinator', 'administrator', 'support'] as const)
      expect(mayCall('report.sign', [role])).toBe(false);
  });

  it('shows no list of patients to support, nor to an administrator by this alone', () => {
    expect(mayCall('worklist.list', ['support', 'administrator'])).toBe(false);
    expect(mayCall('worklist.list', ['coordinator'])).toBe(true);
  });

  it('says in words whom a control is for', () => {
    expect(refusalOf('report.create', ['reviewer'])).toBe(
      'Only for readers. Ask an administrator if you need it for your work.',
    );
    expect(refusalOf('archive.import', ['reviewer'])).toContain('Only for readers and coordinators.');
    expect(refusalOf('report.create', ['reader'])).toBeNull();
    expect(refusalOf('app.quit', null)).toBeNull();
  });
});
