import { copyFileSync, cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkWithoutWindow } from '../../../electron/station/check/check-without-window.ts';
import { Phantoms, withPhantoms } from '../../../electron/station/check/phantoms.ts';
import { ParserPool } from '../../../electron/station/dicom/parser-pool.ts';
import { FrameServer } from '../../../electron/station/frames/frame-server.ts';
import type { StationCheck } from '../../../shared/model/station-check.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { MONITOR_CHECKED, PICTURES_CHECKED } from '../../helpers/station-checks.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { realPool } from '../decode/decoders.ts';
import { realHost } from '../import/import-fixture.ts';

const RESOURCES = path.join(projectRoot, 'resources');

describe('the check of this station without a window', () => {
  it('finds every decoder and rule exact, and a picture that comes wrong by its name', async () => {
    const resources = await tempDir();
    cpSync(path.join(RESOURCES, 'phantoms'), path.join(resources, 'phantoms'), { recursive: true });
    // A sound file with other values: what a decoder that errs would give.
    copyFileSync(path.join(resources, 'phantoms', 'jpeg-ls-near.dcm'), path.join(resources, 'phantoms', 'jpeg-ls.dcm'));
    const [pool, parsers] = [realPool(), new ParserPool(realHost())];
    try {
      const none = () => Promise.reject(new Error('there is no store'));
      const run = (folder: string) => {
        const phantoms = new Phantoms(folder, parsers);
        const frames = new FrameServer({
          ...withPhantoms(phantoms, { objects: none, blobs: { read: none, readNumbers: none } }),
          ...{ pool, cacheBytes: 1_000_000 },
        });
        return checkWithoutWindow({ phantoms, frames });
      };
      expect((await run(RESOURCES)).filter(({ ok }) => !ok)).toEqual([]);
      const wrong = (await run(resources)).filter(({ ok }) => !ok);
      expect(wrong.map(({ name }) => name)).toEqual(['decode jpeg-ls']);
      expect(wrong[0]?.message).toMatch(/must be exact/);
    } finally {
      await Promise.all([pool.close(), parsers.close()]);
    }
  });
});

describe('the record of a check', () => {
  it('is kept over a restart under who looked, audited, and written out as JSON and as text', async () => {
    const dir = await tempDir();
    const station = stationOn(dir);
    await answer(station, 'access.create', { name: 'Dr. Ada Reader', passphrase: PASSPHRASE });
    const saved = await answer<StationCheck>(station, 'check.save', { result: PICTURES_CHECKED });
    await answer(station, 'check.save', { result: MONITOR_CHECKED });
    const out = await tempDir();
    for (const format of ['json', 'text'] as const) {
      const file = path.join(out, format);
      await answer(station, 'check.exportFile', { checkId: saved.checkId, format, file });
    }
    expect(JSON.parse(readFileSync(path.join(out, 'json'), 'utf8'))).toEqual(saved);
    expect(readFileSync(path.join(out, 'text'), 'utf8')).toContain('Who           Dr. Ada Reader');
    const unknown = await station.call('check.exportFile', { checkId: 'x', format: 'text', file: path.join(out, 'x') });
    expect(unknown).toMatchObject({ ok: false, error: { code: 'check/unknown' } });
    const acts = station.access
      .requireStore()
      .index.prepare("SELECT command FROM audit WHERE command LIKE 'station.%heck' ORDER BY seq")
      .pluck()
      .all();
    expect(acts).toEqual(['station.check', 'station.check', 'station.exportCheck', 'station.exportCheck']);
    await station.close();
    const again = stationOn(dir);
    await answer(again, 'access.unlock', { personId: null, passphrase: PASSPHRASE });
    const { checks } = await answer<{ checks: StationCheck[] }>(again, 'check.list', {});
    expect(checks.map(({ result }) => result)).toEqual([MONITOR_CHECKED, PICTURES_CHECKED]);
    expect(checks[1]).toEqual(saved);
    await again.close();
  });
});
