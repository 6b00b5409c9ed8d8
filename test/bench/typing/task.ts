import type { Page } from 'playwright-core';
import { chooseTemplate, draftSaved, reportPane } from '../../e2e/helpers/report.ts';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { scratch } from '../lib/folders.ts';
import { countDecoded, doubleClickStudy, forgetFrames, nightjarVerb, openNightjar } from '../lib/nightjar.ts';
import { quantile, rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { syntheticCt } from '../lib/synthetic-ct.ts';
import type { SyntheticCt } from '../lib/synthetic-ct.ts';
import { timeKeys, watchKeys } from './key-times.ts';
import type { KeyTime } from './key-times.ts';
import { timeTemplates } from './template-times.ts';

// B13: a key press to its letter on the screen, in a report of 3,000 words, while a study loads; beside a plain text field of the same
// words in the same window. The study is forgotten and opened anew for each block of keys: it loads from the first to the last of them.

const WORDS = 3000;
const WORDS_A_PARAGRAPH = 50;
const SENTENCE = 'the lungs are clear without consolidation or effusion and the heart is not enlarged ';
/** Keys of one side of a round. */
const KEYS = 60;
const SLICES = 600;
const FRAME_MS = 16;
const TEMPLATE_MS = 100;
const LIMIT_MS = 60_000;

/** A side's keys, and how many slices the window had before the first of them and after the last. */
interface Block {
  readonly keys: readonly KeyTime[];
  readonly slices: readonly [number, number];
}

export async function run({ rounds, quick, out }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 60 : SLICES, 3);
  const store = scratch('store');
  const blocks: Record<'ours' | 'peer', Block[]> = { ours: [], peer: [] };
  const templates: number[] = [];
  try {
    await nightjarVerb(store.dir, ['import', ct.folder]);
    const { page, close } = await openNightjar(store.dir);
    try {
      await doubleClickStudy(page, ct.studyUid);
      say('a template is opened and its draft discarded');
      templates.push(...(await timeTemplates(page, 'CT chest', 3 * rounds)));
      await chooseTemplate(page, 'CT chest');
      say('a report of 3,000 words is written');
      const text = await fill(page, quick ? 300 : WORDS);
      await watchKeys(page);
      for (let round = 0; round < rounds; round += 1) {
        say(`round ${round + 1}`);
        for (const side of round % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const))
          blocks[side].push(await block(page, side, text));
      }
      await page.screenshot({ path: `${out}/typing.png` });
    } finally {
      await close();
    }
  } finally {
    store.remove();
  }
  return resultOf(blocks.ours, blocks.peer, { ct, templates });
}

/** The study is opened with nothing of it in the window, and keys are typed while it comes. */
async function block(page: Page, side: 'ours' | 'peer', text: string): Promise<Block> {
  await forgetFrames(page);
  await countDecoded(page);
  const findings = reportPane(page).getByRole('textbox', { name: 'Findings', exact: true });
  await findings.waitFor({ timeout: LIMIT_MS });
  if (side === 'ours') await findings.focus();
  else await plainField(page, text);
  const slices = (): Promise<number> => page.evaluate(() => window.benchCount?.() ?? 0);
  const before = await slices();
  const keys = await timeKeys(page, KEYS);
  const after = await slices();
  await page.evaluate(() => document.querySelector('#plain-field')?.remove());
  return { keys, slices: [before, after] };
}

/** Writes the report; gives its words. */
async function fill(page: Page, words: number): Promise<string> {
  const line = SENTENCE.repeat(4).split(' ').slice(0, WORDS_A_PARAGRAPH).join(' ');
  const paragraphs = Array.from({ length: words / WORDS_A_PARAGRAPH }, () => line);
  await reportPane(page).getByRole('textbox', { name: 'Findings', exact: true }).click();
  for (const paragraph of paragraphs) {
    await page.keyboard.insertText(paragraph);
    await page.keyboard.press('Enter');
  }
  await draftSaved(page);
  return paragraphs.join('\n');
}

async function plainField(page: Page, text: string): Promise<void> {
  await page.evaluate((words) => {
    const field = document.createElement('textarea');
    field.id = 'plain-field';
    field.cols = 60;
    field.rows = 20;
    field.value = words;
    document.querySelector('[aria-label="Report"]')?.append(field);
  }, text);
  await page.locator('#plain-field').focus();
}

function resultOf(
  ours: readonly Block[],
  peer: readonly Block[],
  { ct, templates }: { readonly ct: SyntheticCt; readonly templates: readonly number[] },
): BenchResult {
  const of = (blocks: readonly Block[], part: keyof KeyTime): readonly number[] =>
    blocks.flatMap(({ keys }) => keys.map((key) => key[part]));
  const spread = (times: readonly number[]): string =>
    [0.5, 0.95, 1].map((share) => (quantile(times, share) ?? NaN).toFixed(1)).join(' / ');
  const p95 = (times: readonly number[]): number[] => [quantile(times, 0.95) ?? Infinity];
  const parts = (name: string, blocks: readonly Block[]): string =>
    `${name}, p50 / p95 / max in ms: on screen ${spread(of(blocks, 'painted'))}; of it the page was busy before ${spread(of(blocks, 'waited'))}, worked for the key ${spread(of(blocks, 'worked'))}, drew ${spread(of(blocks, 'drew'))}; slices of ${ct.slices} in the window ${blocks.map(({ slices }) => slices.join('–')).join(', ')}`;
  const [ourKeys, peerKeys] = [of(ours, 'painted'), of(peer, 'painted')];
  const lower = { unit: 'ms', better: 'lower' } as const;
  return {
    task: 'typing',
    rows: [
      rowOf({
        ...{ ...lower, name: 'B13 a template opens, press to draft on screen, p95', target: TEMPLATE_MS },
        ...{ ours: p95(templates), peer: [], absolute: true },
      }),
      rowOf({
        ...{ ...lower, name: 'B13 key to letter, p95', target: FRAME_MS },
        ...{ ours: p95(ourKeys), peer: [], absolute: true },
      }),
      rowOf({
        ...{ ...lower, name: 'B13 the page’s own work for a key, p95', target: FRAME_MS / 2 },
        ...{ ours: p95(of(ours, 'worked')), peer: [], absolute: true },
      }),
      rowOf({
        ...lower,
        name: 'B13 key to letter, p95 (peer: a plain text field)',
        target: 1.25,
        ours: p95(ourKeys),
        peer: p95(peerKeys),
      }),
      rowOf({
        ...lower,
        name: 'B13 key to letter (peer: a plain text field)',
        target: 1.25,
        ours: ourKeys,
        peer: peerKeys,
      }),
    ],
    notes: [
      `a template opens, p50 / p95 / max in ms: ${spread(templates)}, of ${templates.length}`,
      `${ourKeys.length} keys each, the system's time of the press to after the frame that was painted with it: a frame every 16.7 ms is waited for`,
      parts('ours', ours),
      parts('plain text field', peer),
    ],
  };
}
