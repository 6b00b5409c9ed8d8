import type { Page } from 'playwright-core';
import { chooseTemplate, reportPane } from '../../e2e/helpers/report.ts';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { scratch } from '../lib/folders.ts';
import { countDecoded, doubleClickStudy, nightjarVerb, openNightjar } from '../lib/nightjar.ts';
import { installProbe } from '../lib/probe.ts';
import { quantile, rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { syntheticCt } from '../lib/synthetic-ct.ts';

// B13: a key press to its letter on the screen, in a report of 3,000 words, while a study loads; beside a plain text field of the same
// words in the same window.

const WORDS = 3000;
const WORDS_A_PARAGRAPH = 50;
const SENTENCE = 'the lungs are clear without consolidation or effusion and the heart is not enlarged ';
/** Keys of one side of a round. */
const KEYS = 60;
const SLICES = 600;
const FRAME_MS = 16;

export async function run({ rounds, quick, out }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 60 : SLICES, 3);
  const store = scratch('store');
  const ours: number[] = [];
  const peer: number[] = [];
  try {
    await nightjarVerb(store.dir, ['import', ct.folder]);
    const { page, close } = await openNightjar(store.dir);
    try {
      await installProbe(page);
      await countDecoded(page);
      await doubleClickStudy(page, ct.studyUid);
      await chooseTemplate(page, 'CT chest');
      say('a report of 3,000 words is written');
      await fill(page, quick ? 300 : WORDS);
      await watchKeys(page);
      for (let round = 0; round < rounds; round += 1) {
        say(`round ${round + 1}`);
        await reportPane(page).getByRole('textbox', { name: 'Findings', exact: true }).focus();
        ours.push(...(await timeKeys(page)));
        await page.locator('#plain-field').focus();
        peer.push(...(await timeKeys(page)));
      }
      await page.screenshot({ path: `${out}/typing.png` });
    } finally {
      await close();
    }
  } finally {
    store.remove();
  }
  const p95 = (of: readonly number[]): number => quantile(of, 0.95) ?? Infinity;
  return {
    task: 'typing',
    rows: [
      rowOf({
        ...{ name: 'B13 key to letter, p95', unit: 'ms', target: FRAME_MS, better: 'lower' },
        ...{ ours: [p95(ours)], peer: [], absolute: true },
      }),
      rowOf({
        ...{ name: 'B13 key to letter (peer: a plain text field)', unit: 'ms', target: 2, better: 'lower' },
        ...{ ours, peer },
      }),
    ],
    notes: [
      `${ours.length} keys each; medians ${quantile(ours, 0.5)?.toFixed(1)} and ${quantile(peer, 0.5)?.toFixed(1)} ms, p95 ${p95(ours).toFixed(1)} and ${p95(peer).toFixed(1)} ms; from the system's time of the press to after the frame that was painted with it`,
    ],
  };
}

/** Our section and a plain field get the same words. */
async function fill(page: Page, words: number): Promise<void> {
  const line = SENTENCE.repeat(4).split(' ').slice(0, WORDS_A_PARAGRAPH).join(' ');
  const paragraphs = Array.from({ length: words / WORDS_A_PARAGRAPH }, () => line);
  await reportPane(page).getByRole('textbox', { name: 'Findings', exact: true }).click();
  for (const paragraph of paragraphs) {
    await page.keyboard.insertText(paragraph);
    await page.keyboard.press('Enter');
  }
  await page.evaluate((text) => {
    const field = document.createElement('textarea');
    field.id = 'plain-field';
    field.cols = 60;
    field.rows = 20;
    field.value = text;
    document.querySelector('[aria-label="Report"]')?.append(field);
  }, paragraphs.join('\n'));
}

/** Notes for each letter when the frame that shows it was painted. */
async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    document.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            dataset['keyTimes'] = `${dataset['keyTimes'] ?? ''} ${performance.now() - timeStamp}`;
          };
          port2.postMessage(null);
        });
      },
      true,
    );
  });
}

async function timeKeys(page: Page): Promise<readonly number[]> {
  await page.keyboard.press('Control+End');
  await page.evaluate(() => {
    document.documentElement.dataset['keyTimes'] = '';
  });
  for (let key = 0; key < KEYS; key += 1) await page.keyboard.type(key % 7 === 6 ? ' ' : 'a', { delay: 30 });
  const times = await page.waitForFunction((keys) => {
    const all = (document.documentElement.dataset['keyTimes'] ?? '').trim().split(' ').map(Number);
    return all.length >= keys ? all : null;
  }, KEYS);
  return (await times.jsonValue()) ?? [];
}
