import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropFiles } from './helpers/drop.ts';
import { firstStart, lock, unlock } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { askStation } from './helpers/station.ts';
import { sampleFiles, samplesFolder } from './helpers/samples.ts';
import { importReport, rowCount } from './helpers/worklist.ts';

const store = temporaryStore();
const outside = mkdtempSync(path.join(tmpdir(), 'nightjar-drop-'));
const html = path.join(outside, 'page.html');
let running: RunningApp;
let dicom: readonly string[] = [];

beforeAll(async () => {
  mkdirSync(path.join(outside, 'folder', 'deeper'), { recursive: true });
  for (const [index, name] of sampleFiles().slice(0, 4).entries()) {
    const folder = index < 2 ? outside : path.join(outside, 'folder', 'deeper');
    cpSync(path.join(samplesFolder, name), path.join(folder, `image-${index}.dcm`));
  }
  dicom = [0, 1].map((index) => path.join(outside, `image-${index}.dcm`));
  writeFileSync(html, '<script>window.dropped = true</script><h1>dropped</h1>');
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(outside, { recursive: true, force: true });
});

/** Where the windows are: none of them may have gone to what was dropped. */
async function addresses(): Promise<readonly string[]> {
  return running.app.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => one.getURL()));
}

describe('F60: files dropped on the window', () => {
  it('never become its page where nothing takes them', async () => {
    const { page } = running;
    await page.getByRole('heading', { name: 'Set up this workstation' }).waitFor();
    await dropFiles(page, [html]);
    await dropFiles(page, dicom.slice(0, 1));
    expect(await page.evaluate(() => Reflect.get(window, 'dropped'))).toBeUndefined();
    expect(await addresses()).toEqual(['nightjar://app/index.html']);
    expect(await page.getByRole('heading', { name: 'Set up this workstation' }).isVisible()).toBe(true);
  });

  it('are imported, files and folders together', async () => {
    const { page } = running;
    await firstStart(page);
    await page.getByText('No studies yet').waitFor();
    await dropFiles(page, [...dicom, path.join(outside, 'folder')]);
    expect(await importReport(page)).toMatchObject({ imported: 4, refused: 0 });
    await expect.poll(() => rowCount(page)).toBeGreaterThan(0);
  });

  it('are refused with their reason when they are no images, and open nothing', async () => {
    const { page } = running;
    await page.getByRole('button', { name: 'Clear: Import' }).click();
    await dropFiles(page, [html]);
    const report = await importReport(page);
    expect(report['imported']).toBe(0);
    expect((report['refused'] ?? 0) + (report['ignored (no images)'] ?? 0)).toBe(1);
    expect(await addresses()).toEqual(['nightjar://app/index.html']);
    expect(running.complaints).toEqual([]);
  });
});

describe('F60: a page cannot name a path', () => {
  it('by a call, with a token it made up, or with a file object of its own', async () => {
    const found = await running.page.evaluate(async (file) => {
      const reply = (name: string, request: unknown): Promise<unknown> => window.nightjar.call(name, request);
      const made = new File(['text'], 'made.dcm');
      Object.defineProperty(made, 'path', { value: file });
      return Promise.all([
        reply('archive.importPaths', { paths: [file], site: null }),
        reply('archive.import', { paths: [file], site: null }),
        reply('archive.import', { token: 'ab'.repeat(32), site: null }),
        reply('report.exportFile', { reportId: '0'.repeat(26), format: 'text', file }),
        window.nightjar.tokenOfDrop([made]),
        window.nightjar.tokenOfDrop([file]),
      ]);
    }, dicom[0] ?? '');
    const codes = found.map((reply) => (reply as { error?: { code: string } }).error?.code ?? reply);
    expect(codes).toEqual([
      'request/forbidden',
      'request/bad',
      'request/stale-token',
      'request/forbidden',
      { ok: true, value: { token: null } },
      { ok: true, value: { token: null } },
    ]);
  });

  it('and what it was given for one choice is good once', async () => {
    const codes = await running.page.evaluate(async () => {
      const reply = async (name: string, request: unknown): Promise<Record<string, unknown>> =>
        (await window.nightjar.call(name, request)) as Record<string, unknown>;
      const { value } = (await reply('app.samples', {})) as { value: { token: string } };
      const read = { token: value.token, site: null };
      const first = await reply('report.export', { reportId: '0'.repeat(26), format: 'text', token: value.token });
      return [first, await reply('archive.import', read)].map((one) => (one['error'] as { code: string }).code);
    });
    // A token for reading is spent, not obeyed, where something is written.
    expect(codes).toEqual(['request/stale-token', 'request/stale-token']);
  });
});

describe('devices that are plugged in', () => {
  it('a page has no device that the reader did not choose, and none after the lock', async () => {
    const { page, app } = running;
    const pedals = [
      { deviceId: 'one', vendorId: 0x05f3, productId: 0x00ff, name: 'Pedal' },
      { deviceId: 'two', vendorId: 0x05f3, productId: 0x00fe, name: 'Other pedal' },
    ];
    // What is plugged in is made up: there is none here. What answers is the program.
    const asked = () =>
      app.evaluate(
        ({ session, BrowserWindow }, deviceList) =>
          new Promise<string>((resolve) => {
            const frame = BrowserWindow.getAllWindows()[0]?.webContents.mainFrame ?? null;
            const event = { preventDefault: () => undefined };
            const answer = (id: string | null): void => resolve(String(id));
            session.defaultSession.emit('select-hid-device', event, { deviceList, frame }, answer);
          }),
        pedals,
      );
    const had = await page.evaluate(async () => {
      const hid: unknown = Reflect.get(navigator, 'hid');
      const call = (name: string, ...args: readonly unknown[]): Promise<readonly unknown[]> =>
        Promise.resolve(
          Reflect.apply(Reflect.get(hid as object, name) as () => Promise<readonly unknown[]>, hid, args),
        );
      const refused = (error: unknown): string => (error instanceof Error ? error.name : 'refused');
      return [
        await call('getDevices').then(({ length }) => length, refused),
        await call('requestDevice', { filters: [] }).then(({ length }) => length, refused),
      ];
    });
    expect(had).toEqual([0, 0]);
    expect(await asked()).toBe('null');
    await askStation(page, 'controls.offerDevices', {});
    const chosen = asked();
    await expect
      .poll(() => askStation(page, 'controls.chooseDevice', { deviceId: 'one' }).catch(() => null), { timeout: 30_000 })
      .toEqual({ devices: [{ vendorId: 0x05f3, productId: 0x00ff, name: 'Pedal' }] });
    expect(await chosen).toBe('one');
    // Once asked, once answered.
    expect(await asked()).toBe('null');
    await askStation(page, 'controls.offerDevices', {});
    await lock(page);
    expect(await asked()).toBe('null');
    await unlock(page);
    expect(running.complaints).toEqual([]);
  });
});
