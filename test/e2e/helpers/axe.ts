import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** A finding of axe that a reader would notice. */
export interface AxeFinding {
  readonly id: string;
  readonly impact: string;
  readonly where: readonly string[];
}

declare global {
  interface Window {
    /** Once it was put in: axe is no part of the program. */
    axe?: { run(context: Document, options: RunOptions): Promise<AxeResults> };
  }
}

/** Every rule runs; only what holds is not listed node by node, which takes ten times as long as the rules do. */
const OPTIONS: RunOptions = { resultTypes: ['violations'] };

/**
 * What axe finds serious or critical on the screen as it is. The debugger's evaluate puts its script in, once a page, past the
 * content policy, which forbids script tags. It looks at one frame: the windows of the program have no other.
 */
export async function seriousFindings(page: Page): Promise<readonly AxeFinding[]> {
  if (page.frames().length !== 1) throw new Error('this page has frames that axe would not look into');
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(axeSource());
  return page.evaluate(async (options) => {
    if (window.axe === undefined) throw new Error('axe was not put into this page');
    const { violations } = await window.axe.run(document, options);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => ({
        id,
        impact: impact ?? '',
        where: nodes.map((node) => node.target.join(' ')),
      }));
  }, OPTIONS);
}

const axeSource = (): string => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
