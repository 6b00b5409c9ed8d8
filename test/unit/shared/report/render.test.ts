// @vitest-environment jsdom
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printFonts } from '../../../../electron/station/reporting/print-fonts.ts';
import { fontFaces, OTHER_SCRIPTS } from '../../../../shared/report/font-faces.ts';
import { renderHtml } from '../../../../shared/report/render-html.ts';
import { renderPrint } from '../../../../shared/report/render-print.ts';
import { localTime, renderText, zoneMinutes } from '../../../../shared/report/render-text.ts';
import { paragraphsText } from '../../../../shared/report/plain-text.ts';
import { renderedSections } from '../../../../shared/report/rendered-sections.ts';
import { PRELIMINARY_NOTICE } from '../../../../shared/report/signed-document.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { contentWith, hashOf, signedDocument } from '../../../helpers/report-document.ts';

const signed = signedDocument();
const findings = paragraphsText(signed.content.sections.find((s) => s.sectionId === 'findings')?.paragraphs ?? []);

describe('the report as text', () => {
  it('holds the whole text, who signed, when and the hash', () => {
    const text = renderText(signed, hashOf(signed));
    expect(text).toContain(findings);
    expect(text).toContain('Doe, Jane (山田, 花子)');
    expect(text).toContain('Signed by Ada Reader, 2026-03-01 03:15:00 +01:00 (clock of the signing computer)');
    expect(text).toContain(`SHA-256 ${hashOf(signed)}`);
    expect(text).not.toContain('Evaluation only');
    expect(renderText({ ...signed, evaluation: true }, '')).toMatch(/^Evaluation only/);
  });

  it('counts what was received, and claims nothing about what was looked at', () => {
    const text = renderText(signed, hashOf(signed));
    expect(text).toContain('Objects received');
    expect(text).not.toMatch(/objects read/i);
  });
});

describe('the report as HTML', () => {
  it('gives every character back to a reader of the page and makes no element of the text', () => {
    const page = new DOMParser().parseFromString(renderHtml(signed, hashOf(signed)), 'text/html');
    const read = [...page.querySelectorAll('p')].map((p) => p.textContent).join('\n');
    expect(read).toContain(findings);
    expect(page.querySelector('b, script, img, link, a')).toBeNull();
    expect(page.querySelector('meta[http-equiv]')?.getAttribute('content')).toContain("default-src 'none'");
  });
});

describe('the page that becomes the PDF', () => {
  const parse = (html: string): Document => new DOMParser().parseFromString(html, 'text/html');

  it('gives every character back and makes no element of the text', () => {
    const page = parse(renderPrint(signed, hashOf(signed)));
    const read = [...page.querySelectorAll('p')].map((p) => p.textContent).join('\n');
    expect(read).toContain(findings);
    expect(page.querySelector('b, script, img, link, a')).toBeNull();
    expect(page.querySelector('meta[http-equiv]')?.getAttribute('content')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; font-src data:",
    );
  });

  it('repeats on each page whose report it is, that it is an evaluation, who signed and the hash', () => {
    const page = parse(renderPrint({ ...signed, evaluation: true }, hashOf(signed)));
    // A table head and an element that is fixed are drawn on every page.
    const head = page.querySelector('body > table > thead')?.textContent ?? '';
    for (const words of ['Doe, Jane (山田, 花子)', '1965-02-11', 'MRN-0042 (St. Anna)', 'ACC7731', 'Evaluation only']) {
      expect(head).toContain(words);
    }
    const foot = page.querySelector('.foot')?.textContent ?? '';
    expect(foot).toContain('signed by Ada Reader, 2026-03-01 03:15:00 +01:00');
    expect(foot).toContain(hashOf(signed));
    expect(parse(renderPrint(signed, '')).body.textContent).not.toContain('Evaluation only');
  });

  it('lists each measurement with its value and basis', () => {
    const page = parse(renderPrint(signed, ''));
    const rows = [...page.querySelectorAll('.values tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent),
    );
    expect(rows).toHaveLength(signed.measurements.length);
    expect(rows[0]).toEqual(['M1', 'Length', '35.1 mm', 'mm']);
    expect(rows[1]?.[2]).toBe('21.4 × 7.2 mm');
    expect(parse(renderPrint({ ...signed, measurements: [] }, '')).querySelector('.values')).toBeNull();
  });

  it('holds the fonts it is given and names no other file', () => {
    const html = renderPrint(signed, '', { fontCss: printFonts('resources/fonts') });
    expect([...html.matchAll(/url\('(?!data:font\/woff2;base64,)/g)]).toEqual([]);
    expect([...html.matchAll(/url\('data:font/g)]).toHaveLength(7);
  });

  it('takes a font for each script of the text along, and none that it does not need', () => {
    const families = (text: string): Set<string> =>
      new Set(
        [...printFonts('resources/fonts', text).matchAll(/font-family: '([^']+)'/g)].map(([, name]) => name ?? ''),
      );
    expect(families('Chest, 5 mm – µ ≤ 3 é')).toEqual(new Set(['Inter', 'Noto Sans Math']));
    // Not one of them is drawn by Inter.
    const texts = ['رئة', 'יד', 'ปอด', 'फेफड़ा', '山田 たろう', '肺结节边缘', '폐', '∑', '⚕', '\u{1FAC1}'];
    for (const text of texts) expect(families(text).size, text).toBeGreaterThan(1);
    const all = [...fontFaces(readFileSync('resources/fonts/noto/noto.css', 'utf8'))];
    expect(all.map(({ file }) => file).filter((file) => !existsSync(`resources/fonts/noto/${file}`))).toEqual([]);
    const named = [...OTHER_SCRIPTS.matchAll(/"([^"]+)"/g)].map(([, name]) => name);
    expect(new Set(all.map(({ css }) => /font-family: '([^']+)'/.exec(css)?.[1]))).toEqual(new Set(named));
  });
});

describe('zones', () => {
  it('turn UTC into the wall clock of the signer', () => {
    expect(localTime('2026-03-01T02:15:00.000Z', '-05:30')).toBe('2026-02-28 20:45:00 -05:30');
    expect(() => zoneMinutes('Z')).toThrow(RangeError);
  });
});

describe('a preliminary report', () => {
  const wet = signedDocument({ state: 'preliminary' });
  const hash = hashOf(wet);

  it('says that nobody has verified it, at the head and at the signature of every rendering', () => {
    const renderings = [renderText(wet, hash), renderHtml(wet, hash), renderPrint(wet, hash)];
    for (const rendering of renderings) {
      expect(rendering.split(PRELIMINARY_NOTICE).length).toBeGreaterThan(2);
      expect(rendering).not.toContain('Signed by');
    }
    for (const rendering of [renderText(signed, ''), renderHtml(signed, ''), renderPrint(signed, '')]) {
      expect(rendering).not.toContain(PRELIMINARY_NOTICE);
    }
  });

  it('is marked on each printed page', () => {
    const page = new DOMParser().parseFromString(renderPrint(wet, hash), 'text/html');
    expect(page.querySelector('thead')?.textContent).toContain(PRELIMINARY_NOTICE);
    expect(page.querySelector('.foot')?.textContent).toContain(PRELIMINARY_NOTICE);
  });

  it('is named by the final report that takes its place, with the sections that changed', () => {
    const final = signedDocument({
      predecessor: {
        ...{ reportId: wet.reportId, first: wet.reportId, hash, signerName: 'Ben Night' },
        ...{ at: wet.at, zone: wet.zone },
        object: { seriesUid: '2.25.8', sopUid: '2.25.9', sopClass: '1.2' },
        sections: renderedSections(
          wet.template,
          contentWith(wet.template, { findings: 'Else.', impression: 'Stable.' }),
        ),
      },
    });
    const changed = renderText(final, '');
    expect(changed).toContain('Takes the place of the preliminary report by Ben Night');
    expect(changed).toMatch(/^Changed from it: .*Findings/m);
    expect(changed).not.toMatch(/^Changed from it: .*Impression/m);
    const predecessor = { ...final.predecessor, sections: renderedSections(final.template, final.content) };
    const same = renderText(signedDocument({ predecessor: predecessor as SignedDocument['predecessor'] }), '');
    expect(same).toContain('Its text was not changed.');
  });
});
