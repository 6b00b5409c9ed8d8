import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { esbuildOptions } from '../../scripts/build/esbuild-options.mjs';
import { printFonts } from '../../electron/station/reporting/print-fonts.ts';
import { renderPrint } from '../../shared/report/render-print.ts';
import { drawPictures } from '../../electron/station/reporting/draw-picture.ts';
import type { PagePicture } from '../../shared/report/picture-page.ts';
import { keyPicture, wedge } from '../helpers/key-pictures.ts';
import { hasPeer } from '../helpers/peers.ts';
import { contentWith, hashOf, signedDocument, templateFile } from '../helpers/report-document.ts';
import { electronArguments, projectRoot, readRuntime } from '../helpers/runtime.ts';

const cache = path.join(projectRoot, 'node_modules', '.cache');
mkdirSync(cache, { recursive: true });
const work = mkdtempSync(path.join(cache, 'printed-page-'));
afterAll(() => (process.env['KEEP'] ? undefined : rmSync(work, { recursive: true, force: true })));

/** One script or kind of sign a line; in the order in which they are read. */
const SCRIPTS = {
  marks: 'Nodule < 5 mm & > 3 mm | ^ ~ \\ \\.br\\ "quoted" {x} <b>not bold</b> ≤ ≥ ± µ ° ½ € – “x”',
  arabic: 'لا يوجد انصباب في الصدر',
  hebrew: 'אין תפליט בחזה',
  mixed: 'Report: صدر (5 mm) left',
  japanese: '右肺上葉に結節を認める。たろう カルテ',
  chinese: '右肺上叶结节边缘毛刺，较前增大',
  korean: '우상엽 결절',
  thai: 'ปอดขวา',
  devanagari: 'फेफड़े में गाँठ',
  greek: 'Πνεύμονας Ω',
  cyrillic: 'Лёгкое справа',
  symbols: '∑ ∫ √ ∞ ⚕ → ▲ ☐',
  emoji: '\u{1FAC1} \u{1F44D}',
  combining: 'e\u0301 n\u0303 a\u0308 Zażółć',
};
const LONG = Array.from({ length: 800 }, (_, n) => `${n}. Lésion < ${n} mm & “stable” depuis 2019 — 右肺.`);

const template = templateFile('ct-chest');
const findings = [...Object.values(SCRIPTS), ...LONG].join('\n');
const signed = signedDocument({
  template,
  content: contentWith(template, { findings, impression: SCRIPTS.chinese }),
  keyImages: [keyPicture(), keyPicture({ instanceNumber: 78 }), keyPicture({ instanceNumber: 79, look: null })],
});
let pages: PagePicture[] = [];
const pdf = path.join(work, 'report.pdf');
const text = (...options: string[]): string =>
  execFileSync('pdftotext', [...options, '-enc', 'UTF-8', pdf, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 });
/** Where a line is broken, and which of two forms that look alike a font has, is the printer's business. */
const plain = (words: string): string =>
  words.normalize('NFKC').replace(/[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');

/** Prints one page by the window program's own printer, in its Electron. */
beforeAll(async () => {
  pages = await drawPictures(wedge(), signed.keyImages ?? [], new AbortController().signal);
  const html = path.join(work, 'page.html');
  writeFileSync(
    html,
    renderPrint(signed, hashOf(signed), { fontCss: printFonts('resources/fonts', JSON.stringify(signed)), pages }),
  );
  const program = `
    import { app } from 'electron';
    import { readFileSync, writeFileSync } from 'node:fs';
    import { printToPdf } from './electron/main/pdf-window.ts';
    const [html, pdf] = process.argv.slice(-2);
    app.on('window-all-closed', () => undefined);
    app.whenReady()
      .then(async () => {
        // Two at a time: neither gets the other's page.
        const [made, other] = await Promise.all([printToPdf(readFileSync(html, 'utf8')), printToPdf('<p>other</p>')]);
        writeFileSync(pdf, made);
        writeFileSync(pdf + '.other', other);
        app.exit(0);
      })
      .catch((error) => { console.error(error); app.exit(1); });`;
  await build({
    ...esbuildOptions('esm'),
    stdin: { contents: program, resolveDir: projectRoot, loader: 'ts' },
    outfile: path.join(work, 'main.mjs'),
    logLevel: 'error',
  });
  writeFileSync(
    path.join(work, 'package.json'),
    JSON.stringify({ name: 'printed-page', type: 'module', main: 'main.mjs' }),
  );
  execFileSync(readRuntime().executable, electronArguments([html, pdf], work), { stdio: 'pipe', timeout: 25_000 });
});

describe.skipIf(!hasPeer('pdftotext'))('a printed report', () => {
  it.each(Object.entries(SCRIPTS))('gives %s back to another program', (_, words) => {
    // In reading order a line from right to left comes back as it is read; where both are in a line it guesses, and the order as drawn
    // is right.
    const readings = [text(), text('-raw')].map((read) => plain(read));
    expect(readings.some((read) => read.includes(plain(words)))).toBe(true);
  });

  it('gives fifty kilobytes back, line for line', () => {
    const read = plain(text('-raw'));
    expect(LONG.filter((line) => !read.includes(plain(line)))).toEqual([]);
  });

  it('has its fonts in it with the characters they stand for, and a structure for who is read to', () => {
    const fonts = execFileSync('pdffonts', [pdf], { encoding: 'utf8' }).split('\n').slice(2).filter(Boolean);
    expect(fonts.filter((line) => !/ yes (?:yes|no ) yes +\d+ +\d+$/.test(line))).toEqual([]);
    expect(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' })).toMatch(/Tagged: +yes/);
    expect(execFileSync('pdfinfo', ['-struct', pdf], { encoding: 'utf8' })).toMatch(/H1[\s\S]*H2[\s\S]*P/);
  });

  it('shows its key images on pages that say whose they are, each with what it is; one that could not be had is named', () => {
    const shown = text('-layout')
      .split('\f')
      .filter((page) => page.includes('series 4 (Lung ≤ 1 mm), image'));
    expect(shown.length).toBeGreaterThan(0);
    for (const page of shown) expect(page).toContain('MRN-0042');
    const all = shown.join('\n');
    for (const word of ['image 77', 'image 78', 'image 79', 'M1 12.3 mm', 'Window -600 / 1500', 'blob/missing'])
      expect(all).toContain(word);
    expect(execFileSync('pdfinfo', ['-struct', pdf], { encoding: 'utf8' })).toMatch(/Figure/);
    const listed = execFileSync('pdfimages', ['-list', pdf], { encoding: 'utf8' }).split('\n').slice(2).filter(Boolean);
    expect(listed.filter((line) => /\b256 +128\b|\b128 +256\b/.test(line))).toHaveLength(2);
  });

  it('says on every page whose it is, and on no page who else was printed', () => {
    const pages = text('-layout').split('\f').slice(0, -1);
    expect(pages.length).toBeGreaterThan(10);
    for (const page of pages) expect(page).toMatch(/MRN-0042[\s\S]*Page \d+ of \d+/);
    expect(readFileSync(`${pdf}.other`).length).toBeGreaterThan(500);
    expect(text()).not.toContain('other');
  });
});
