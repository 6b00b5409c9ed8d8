import { describe, expect, it } from 'vitest';
import { isNewWork, needsStorage } from '../../../../electron/station/store-calls.ts';
import { calls } from '../../../../shared/contract/index.ts';

describe('a store whose disk is gone', () => {
  it('still answers what tells how things stand, the check of the station among it', () => {
    for (const name of ['access.state', 'store.health', 'profile.selfTest', 'profile.overview', 'worklist.list']) {
      expect(needsStorage(name), name).toBe(false);
    }
  });

  it('refuses every call that changes something or is put on record', () => {
    const names = Object.keys(calls);
    const changing = names.filter((name) =>
      /\.(?:set|save|add|run|rotate|purge|note|apply|sign|create|amend|discard|cancel|goOn|pack|search|begin|backup|import)/.test(
        name,
      ),
    );
    expect(changing.length).toBeGreaterThan(25);
    // Quiet in both: the shell's own calls never come to the station, and locking always works.
    expect(changing.filter((name) => !needsStorage(name)).sort()).toEqual([
      'archive.importReport',
      'store.backupReport',
    ]);
  });
});

describe('a store that lives on another machine', () => {
  it('takes nothing new, and shows what there is', () => {
    expect(['reading.saveMeasurement', 'report.create', 'archive.importPaths'].every(isNewWork)).toBe(true);
    expect(['reading.load', 'study.open', 'report.forStudy', 'forget.run', 'people.revoke'].some(isNewWork)).toBe(
      false,
    );
  });
});
