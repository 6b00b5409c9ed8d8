import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** A finding of axe that a reader would notice. */
export interface AxeFinding {
  readonly id: string;
  readonly impact: string;
  readonly where: readonly string[];
}

/**
 * What axe finds serious or critical on the screen as it is. The debugger's evaluate puts its script in, past the content
 * policy, which forbids script tags; the older mode is used because a second page cannot be opened in Electron.
 */
export async function seriousFindings(page: Page): Promise<readonly AxeFinding[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => ({ id, impact: impact ?? '', where: nodes.map((node) => node.target.join(' ')) }));
}
