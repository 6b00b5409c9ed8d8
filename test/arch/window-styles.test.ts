import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';

/** Style features that came after Chromium 130, with the version that brought them. */
const NEWER: readonly (readonly [feature: string, pattern: RegExp, since: number])[] = [
  ['::details-content', /::details-content/, 131],
  ['attr() with a type', /attr\([^)]*\btype\(/, 133],
  ['text-box', /\btext-box(-trim|-edge)?\s*:/, 133],
  ['scroll-state()', /scroll-state\(/, 133],
  ['::scroll-button', /::scroll-(button|marker)/, 135],
  ['reading-flow', /reading-flow\s*:/, 137],
  ['if()', /:\s*if\(/, 137],
  ['stretch as a size', /(width|height|inline-size|block-size)\s*:\s*stretch/, 138],
  ['sibling-index()', /sibling-(index|count)\(/, 138],
  ['corner-shape', /corner-[a-z-]*shape\s*:/, 139],
  ['@function', /@function\b/, 139],
];

/** Names of the features in a style sheet that Chromium 130 does not know. */
function newerFeatures(css: string): string[] {
  const code = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return NEWER.filter(([, pattern]) => pattern.test(code)).map(
    ([feature, , since]) => `${feature} (Chromium ${since})`,
  );
}

describe('the style sheets of the window', () => {
  it('use nothing newer than Chromium 130', () => {
    const folder = path.join(projectRoot, 'renderer');
    const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'));
    const found = sheets.flatMap((name) =>
      newerFeatures(readFileSync(path.join(folder, name), 'utf8')).map((feature) => `${name}: ${feature}`),
    );
    expect(found).toEqual([]);
  });

  it('are checked by patterns that find such a feature and pass what Chromium 130 knows', () => {
    expect(newerFeatures('.a { width: stretch } .b { color: if(style(--x): red) }')).toEqual([
      'if() (Chromium 137)',
      'stretch as a size (Chromium 138)',
    ]);
    expect(newerFeatures('.a { align-self: stretch; interpolate-size: allow-keywords; width: fit-content }')).toEqual(
      [],
    );
  });
});
