import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runCli } from '../../integration/helpers/run-cli.ts';
import { PASSPHRASE, stationOn } from './station-fixture.ts';

/** Variables by which a process and its children see another time of day; their timers run on as they did. */
function clockOf(offset: string): Record<string, string> {
  const { stdout } = spawnSync('faketime', ['-f', offset, 'env'], { encoding: 'utf8' });
  const found = stdout.split('\n').flatMap((line) => {
    const [, name, value] = /^(LD_PRELOAD|FAKETIME)=(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(found), FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}

describe.skipIf(!hasPeer('faketime'))('a computer whose clock jumps', () => {
  it('F13: two hours back and five years on, studies are taken in, in order, nothing waits for ever and it is said', async () => {
    const folder = await tempDir();
    const dir = path.join(folder, 'store');
    const state = { NIGHTJAR_STATE: path.join(folder, 'state') };
    const years: number[] = [];
    for (const [at, offset] of ['+0', '-2h', '+5y'].entries()) {
      const file = path.join(folder, `${at}.dcm`);
      writeFileSync(file, ctImage([element(0x0020000d, 'UI', `1.2.13.${at}`), element(0x00080020, 'DA', '20260102')]));
      const imported = await runCli(['import', file, '--data', dir], { ...state, ...clockOf(offset) });
      expect(imported.documents, imported.stderr).toMatchObject([{ imported: 1, refused: [] }]);
      years.push(new Date().getFullYear() + (offset === '+5y' ? 5 : 0));
    }
    const station = stationOn(dir, { anchorDir: state.NIGHTJAR_STATE });
    await station.unlock(null, PASSPHRASE);
    const { index, alarms, jobs, ledger } = station.access.requireStore();
    expect(alarms.standing().map(({ kind }) => kind)).toContain('clock-set-back');
    expect(verifyAudit(index, ledger).ok).toBe(true);
    expect(jobs.list().map(({ state: one }) => one)).toEqual(['done', 'done', 'done']);
    // In the order in which they came, whatever the clock said; and each with the clock that it came by.
    const taken = index
      .prepare<[], string>("SELECT at FROM audit WHERE command = 'archive.import' ORDER BY seq")
      .pluck()
      .all();
    expect(taken.map((one) => new Date(one).getFullYear())).toEqual(years);
    expect(taken[1]?.localeCompare(taken[0] ?? '')).toBe(-1);
    // The dates of studies are theirs.
    const dates = station.rooms.worklist.list('').rows.map(({ studyDate }) => studyDate);
    expect(dates).toEqual(['20260102', '20260102', '20260102']);
  });
});
