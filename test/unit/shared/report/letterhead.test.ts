import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Letterhead } from '../../../../shared/model/letterhead.ts';
import { SiteProfile } from '../../../../shared/model/site-profile.ts';
import { renderPrint } from '../../../../shared/report/render-print.ts';
import { profileSections } from '../../../../shared/rules/site-profile/sections.ts';
import { hashOf, signedDocument } from '../../../helpers/report-document.ts';
import { sampleProfile } from '../../../helpers/site-profile.ts';

/** Signature, IHDR and some data; sums are not looked at. */
function png(width: number, height: number): string {
  const head = Buffer.alloc(33);
  head.write('89504e470d0a1a0a0000000d49484452', 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return Buffer.concat([head, deflateSync(Buffer.alloc(64))]).toString('base64');
}

const sample = { name: 'St. Anna <Group>', lines: ['Main street 1', 'Tel. "0"'], logo: png(200, 80) };

describe('the letterhead of a site', () => {
  it('stands above the title, as text, with its logo; the patient stands above it', () => {
    const document = signedDocument();
    const page = renderPrint(document, hashOf(document), { letterhead: Letterhead.parse(sample) });
    expect(page).toContain('<strong>St. Anna &lt;Group&gt;</strong><p>Main street 1</p>');
    expect(page).toContain(`src="data:image/png;base64,${sample.logo}"`);
    expect(page.indexOf('class="bar"')).toBeLessThan(page.indexOf('class="letterhead"'));
    expect(page.indexOf('class="letterhead"')).toBeLessThan(page.indexOf('<h1>'));
    expect(page).not.toContain('script-src');
  });

  it('is not there where the site has none', () => {
    const document = signedDocument();
    const page = renderPrint(document, hashOf(document));
    expect(page).not.toContain('class="letterhead"');
    expect(page).not.toContain('<img');
  });

  it.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')],
    ['a picture that is too wide', png(2001, 10)],
    ['a picture without a height', png(10, 0)],
    ['a signature alone', Buffer.from('89504e470d0a1a0a', 'hex').toString('base64')],
    ['what is too long', png(10, 10).replace(/=+$/, '').padEnd(65_540, 'A')],
    ['what leaves its attribute', `${png(10, 10)}"><b>`],
  ])('takes no logo that is %s', (_name, logo) => {
    expect(Letterhead.safeParse({ ...sample, logo }).success).toBe(false);
  });

  it('is part of the signed profile, which says so', () => {
    const profile = SiteProfile.parse(sampleProfile({ letterhead: Letterhead.parse(sample) }));
    expect(profileSections(profile).find(({ section }) => section === 'letterhead')?.words).toMatch(
      /^letterhead of reports: /,
    );
  });
});
