import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const tokens = readFileSync('renderer/ui/tokens.css', 'utf8');
const fontsOf = (name: string): readonly string[] =>
  (new RegExp(`--${name}:([^;]+);`).exec(tokens)?.[1] ?? '').split(',').map((font) => font.trim());

it('texts of even width have every script that other texts have', () => {
  const scripts = fontsOf('font-family').filter((font) => font.startsWith("'Noto"));
  expect(scripts.length).toBeGreaterThan(8);
  expect(fontsOf('font-mono')).toEqual(expect.arrayContaining([...scripts]));
  expect(fontsOf('font-mono').at(-1)).toBe('monospace');
});
