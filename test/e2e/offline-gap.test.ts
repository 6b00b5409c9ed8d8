import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { hasPeer } from '../helpers/peers.ts';
import { closeStudy, openStudy } from './helpers/desk.ts';
import type { Exam } from './helpers/exam.ts';
import { firstStart } from './helpers/gate.ts';
import { Hospitals } from './helpers/hospitals.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseTemplate, draftSaved, exportReport, signReport, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { rowCount, shownRows } from './helpers/worklist.ts';

const SR = '1.2.840.10008.5.1.4.1.1.88.22';
const now = new Date();
const today = `${now.getFullYear()}${String(now.getMonth() + 1).padStart(2, '0')}${String(now.getDate()).padStart(2, '0')}`;
const exam = (n: number, patient: string): Exam => ({
  ...{ studyUid: `1.2.9.80.${n}`, description: `CT CHEST ${n}`, date: today, patient, accession: `ACC${n}` },
});
const ANNA = [exam(1, 'ALPHA'), exam(2, 'BRAVO')];
const NORD = [exam(3, 'CHARLIE')];
const EARLIER = { ...exam(4, 'ALPHA'), description: 'CT CHEST EARLIER', date: '20240105' };

describe.skipIf(!hasPeer('Orthanc') || !hasPeer('dcmqrscp'))('a night with a gap in the line', () => {
  const store = temporaryStore();
  const outputs = mkdtempSync(path.join(tmpdir(), 'nightjar-gap-'));
  const hospitals = new Hospitals();
  let running: RunningApp;

  const page = (): Page => running.page;
  const ready = async (): Promise<Readonly<Record<string, string | undefined>>> =>
    Object.fromEntries((await shownRows(page())).map(({ studyUid, cells }) => [studyUid, cells['ready']]));
  const outbox = async (): Promise<readonly string[]> =>
    (await askStation(page(), 'outbox.list', { studyId: null })).rows.map(({ state }) => state);

  beforeAll(async () => {
    await hospitals.start();
    for (const one of [...ANNA, EARLIER]) await hospitals.givenToAnna(one);
    for (const one of NORD) await hospitals.givenToNord(one);
    running = await launch(store.dataDir);
    await firstStart(page());
  });

  afterAll(async () => {
    await running?.close();
    await hospitals.remove();
    store.remove();
    rmSync(outputs, { recursive: true, force: true });
  });

  it('fills its list by itself from both hospitals, and fetches what it needs', async () => {
    const watch = { everyMinutes: 1, days: 1, modalities: [] };
    const common = { watch, waits: { connectMs: 2000, answerMs: 10_000, idleMs: 5000 } };
    await askStation(page(), 'sources.add', {
      settings: { kind: 'dicomweb', name: 'St. Anna', site: 'St. Anna', url: hospitals.web, ...common } as never,
      secrets: {},
    });
    await askStation(page(), 'sources.add', {
      settings: {
        ...{ kind: 'dimse', name: 'Nord', site: 'Nord', host: '127.0.0.1', port: hospitals.dimsePort },
        ...{ calledAe: 'QRA', callingAe: 'NIGHTJAR', ...common },
      } as never,
      secrets: {},
    });
    await expect.poll(() => rowCount(page()), { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
    await expect
      .poll(async () => Object.values(await ready()).filter((one) => one === '◇ images').length, { timeout: 90_000 })
      .toBe(4);
    const rows = await shownRows(page());
    expect(rows.find(({ studyUid }) => studyUid === '1.2.9.80.1')?.cells).toMatchObject({ priors: '1', report: '–' });
  });

  it('F28: says on the desk what came to the site since, moves nothing, and fetches it when asked', async () => {
    await hospitals.givenToAnna({ ...exam(2, 'BRAVO'), slices: 8 });
    await openStudy(page(), '1.2.9.80.2');
    await page().getByText('CHANGED AT St. Anna: 2 images more at the site').waitFor({ timeout: 30_000 });
    await page().getByRole('button', { name: 'Fetch what is new' }).click();
    await page().getByRole('button', { name: 'Fetch what is new' }).waitFor({ state: 'detached' });
    await closeStudy(page());
    const images = async (): Promise<string | undefined> =>
      (await shownRows(page())).find(({ studyUid }) => studyUid === '1.2.9.80.2')?.cells['images'];
    await expect.poll(images, { timeout: 30_000 }).toBe('8/8');
  });

  it('says calmly that the lines are down, and goes on', async () => {
    await askStation(page(), 'destination.add', {
      ...{
        name: 'Reports to St. Anna',
        site: 'St. Anna',
        settings: { kind: 'dicom', source: 'St. Anna' },
        secrets: {},
      },
    });
    await askStation(page(), 'destination.add', {
      ...{ name: 'Reports to Nord', site: 'Nord', settings: { kind: 'dicom', source: 'Nord' }, secrets: {} },
    });
    await hospitals.stop();
    const banner = page().getByText(/is not reached since/);
    await banner.waitFor({ timeout: 90_000 });
    await expect.poll(() => banner.innerText(), { timeout: 90_000 }).toMatch(/St\. Anna.*Nord|Nord.*St\. Anna/);
  });

  it('reads and signs three cases meanwhile', async () => {
    for (const { studyUid } of [...ANNA, ...NORD]) {
      await openStudy(page(), studyUid);
      await chooseTemplate(page(), 'CT chest');
      await writeSection(page(), 'Findings', `Nothing new (${studyUid}).`);
      await writeSection(page(), 'Impression', 'Normal chest.');
      await draftSaved(page());
      await signReport(page());
      await exportReport(running.app, page(), 'DICOM SR', path.join(outputs, `${studyUid}.dcm`));
      await closeStudy(page());
    }
    expect((await outbox()).length).toBeGreaterThanOrEqual(3);
    // One may be trying the line just now.
    await expect.poll(async () => [...new Set(await outbox())], { timeout: 30_000 }).toEqual(['waiting']);
  });

  it('delivers each once when the line is back, byte for byte', async () => {
    await hospitals.start();
    await expect
      .poll(async () => (await outbox()).filter((state) => state !== 'delivered').length, { timeout: 120_000 })
      .toBe(0);
    const atAnna = (await hospitals.arrivedAtAnna(SR)).map(dataSetOf);
    const atNord = hospitals.arrivedAtNord().map(dataSetOf);
    for (const { studyUid } of ANNA) expect(copies(atAnna, signed(studyUid))).toBe(1);
    for (const { studyUid } of NORD) expect(copies(atNord, signed(studyUid))).toBe(1);
    expect(atAnna).toHaveLength(ANNA.length);
    expect(running.complaints).toEqual([]);
  });

  const signed = (studyUid: string): Buffer => dataSetOf(readFileSync(path.join(outputs, `${studyUid}.dcm`)));
});

/** Behind preamble and group 2: what is sent. */
function dataSetOf(file: Buffer): Buffer {
  return file.subarray(144 + file.readUInt32LE(140));
}

function copies(given: readonly Buffer[], wanted: Buffer): number {
  return given.filter((one) => one.equals(wanted)).length;
}
