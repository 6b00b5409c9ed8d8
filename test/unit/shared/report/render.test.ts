// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../../../shared/report/render-html.ts';
import { localTime, renderText, zoneMinutes } from '../../../../shared/report/render-text.ts';
import { paragraphsText } from '../../../../shared/report/plain-text.ts';
import { hashOf, signedDocument } from '../../../helpers/report-document.ts';

const signed = signedDocument();
const findings = paragraphsText(signed.content.sections.find((s) => s.sectionId === 'findings')?.paragraphs ?? []);

describe('the report as text', () => {
  it('holds the whole text, who signed, when and the hash', () => {
    const text = renderText(signed, hashOf(signed));
    expect(text).toContain(findings);
    expect(text).toContain('Doe, Jane (山田, 花子)');
    expect(text).toContain('Signed by Ada Reader, 2026-03-01 03:15:00 +01:00');
    expect(text).toContain(`SHA-256 ${hashOf(signed)}`);
    expect(text).not.toContain('Evaluation only');
    expect(renderText({ ...signed, evaluation: true }, '')).toMatch(/^Evaluation only/);
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

describe('zones', () => {
  it('turn UTC into the wall clock of the signer', () => {
    expect(localTime('2026-03-01T02:15:00.000Z', '-05:30')).toBe('2026-02-28 20:45:00 -05:30');
    expect(() => zoneMinutes('Z')).toThrow(RangeError);
  });
});
