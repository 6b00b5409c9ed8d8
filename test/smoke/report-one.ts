import type { Page } from 'playwright-core';
import path from 'node:path';
import type { Measurement } from '../../shared/model/measurement.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import { closeStudy, drag, focusViewport, openStudy, readGlasses, settledGlass } from '../e2e/helpers/desk.ts';
import type { Glass } from '../e2e/helpers/desk.ts';
import { draftSaved, exportReport, reportPane, signReport, writeSection } from '../e2e/helpers/report.ts';
import type { DialogHost } from '../e2e/helpers/dialogs.ts';
import { askStation } from '../e2e/helpers/station.ts';
import type { Summary } from './summary.ts';

/** Where the reader left the study that was reported: to be found again after a restart. */
export interface Left {
  readonly studyUid: string;
  readonly studyId: StudyId;
  readonly glasses: readonly Glass[];
  readonly measurements: readonly Measurement[];
}

const FINDINGS = 'Smoke run: one length was measured,';
/** Ends of the line drawn, CSS pixels from the viewport's corner: 3, 4, 5 times 40. */
const FROM = [260, 420] as const;
const TO = [420, 300] as const;
const DRAWN = 200;

/** A CT with many images where there is one: else the largest study that has an image. */
export async function studyToReport(page: Page): Promise<WorklistRow> {
  const { rows } = await askStation(page, 'worklist.list', { search: '' });
  const weight = (row: WorklistRow): number => row.received + (row.modalities.includes('CT') ? 1_000_000 : 0);
  const [best] = rows.toSorted((a, b) => weight(b) - weight(a));
  if (!best) throw new Error('nothing was imported');
  return best;
}

/** The desk was left on whatever series was paged last. */
async function showLargestSeries(page: Page, studyId: StudyId): Promise<void> {
  const { series } = await askStation(page, 'study.open', { studyId });
  const sizes = series.map((one) => one.images.filter((image) => image.picture.shown).length);
  const at = sizes.indexOf(Math.max(...sizes));
  await page.locator('nav[aria-label="Series"] section').first().getByRole('button').nth(at).click();
  await settledGlass(page, 'v1-1', { seriesUid: series[at]?.seriesUid });
}

/** Measures, reports and signs one study as a reader does, and leaves it. */
export async function reportOne(
  app: DialogHost,
  page: Page,
  summary: Summary,
  shots: string,
  shot: (name: string) => Promise<string>,
): Promise<Left> {
  const { studyUid, studyId } = await studyToReport(page);
  await openStudy(page, studyUid);
  await focusViewport(page, 'v1-1');
  await page.keyboard.press('Alt+1');
  await showLargestSeries(page, studyId);
  await page.keyboard.press('2');
  const glass = await settledGlass(page, 'v1-1');
  await page.keyboard.press('l');
  await drag(page, 'v1-1', FROM, TO);
  await page.getByText(/measurements saved/).waitFor();
  const { measurements } = await askStation(page, 'reading.load', { studyId });
  const length = measurements[0]?.result.values[0];
  const ratio = await page.evaluate(() => window.devicePixelRatio);
  const spacing = Number(glass['spacing']?.split('\\')[0]);
  const byHand = (DRAWN * ratio * spacing) / Number(glass['zoom']);
  if (length) summary.measured = { value: length.value, unit: length.unit, byHand };
  if (!length || Math.abs(length.value - byHand) > byHand * 0.02) {
    summary.mismatches.push({ sopUid: glass['sopUid'] ?? '', what: `length ${length?.value}, by hand ${byHand}` });
  }
  // The template that fits best stands first.
  await reportPane(page).getByRole('button').first().click();
  await reportPane(page).getByText('DRAFT', { exact: true }).waitFor();
  await writeSection(page, 'Findings', FINDINGS);
  await page.keyboard.press('Control+m');
  await reportPane(page).locator('[data-measurement]').waitFor();
  await writeSection(page, 'Impression', 'Nothing else was looked at.');
  await draftSaved(page);
  await shot('report');
  await signReport(page);
  summary.signed = true;
  await shot('signed');
  await exportReport(app, page, 'PDF', path.join(shots, 'report.pdf'));
  await exportReport(app, page, 'DICOM SR', path.join(shots, 'report.dcm'));
  const left = { studyUid, studyId, glasses: await readGlasses(page), measurements };
  await closeStudy(page);
  return left;
}

/** After a restart: what of the reported study is not as it was left. Empty when all is there. */
export async function notFoundAgain(page: Page, left: Left): Promise<readonly string[]> {
  await openStudy(page, left.studyUid);
  await settledGlass(page, 'v1-1');
  const glasses = await readGlasses(page);
  const kept = ['viewportId', 'sopUid', 'frame', 'index', 'windowCenter', 'windowWidth', 'role'] as const;
  const place = (all: readonly Glass[]): string =>
    JSON.stringify(all.map((glass) => kept.map((name) => glass[name] ?? '')));
  const { measurements } = await askStation(page, 'reading.load', { studyId: left.studyId });
  await reportPane(page).getByRole('article', { name: 'Signed report' }).waitFor();
  const text = await reportPane(page).getByRole('article', { name: 'Signed report' }).innerText();
  return [
    ...(place(glasses) === place(left.glasses) ? [] : [`desk: ${place(glasses)}, left as ${place(left.glasses)}`]),
    ...(JSON.stringify(measurements) === JSON.stringify(left.measurements) ? [] : ['measurements']),
    ...(text.includes(FINDINGS) ? [] : ['text of the report']),
  ];
}
