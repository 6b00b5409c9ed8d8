import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Provenance } from '../../../../shared/model/provenance.ts';
import { ReportContent } from '../../../../shared/model/report.ts';
import type { Paragraph } from '../../../../shared/model/report.ts';
import { normaliseContent, paragraphsOf } from '../../../../shared/report/plain-text.ts';
import { provenanceOf, provenanceWords, waitingPassages } from '../../../../shared/report/provenance.ts';
import type { TextOrigin } from '../../../../shared/report/provenance.ts';
import { unacceptedChecks } from '../../../../shared/report/text-checks/unaccepted.ts';

const PUT = { at: '2026-03-01T10:00:00.000Z', passage: 'p1' };
const COPY: TextOrigin = { kind: 'copied', source: { reportId: null, title: 'CT', date: '2025-08-02' } };
const AI: TextOrigin = { kind: 'ai', maker: 'Drafter 2' };

function copied(passage: string, accepted?: string): Provenance {
  const from = provenanceOf(COPY, { ...PUT, passage });
  if (from?.kind !== 'copied') throw new Error('no copy');
  return accepted === undefined ? from : { ...from, accepted };
}

function contentOf(...paragraphs: Paragraph[]): ReportContent {
  return { sections: [{ sectionId: 'findings', paragraphs, fields: {} }], provenance: 1 };
}

describe('where a text comes from', () => {
  it('is said in words', () => {
    expect(provenanceOf({ kind: 'typed' }, PUT)).toBeUndefined();
    expect(provenanceWords(undefined)).toBe('');
    expect(provenanceWords(copied('p'))).toBe('Copied from CT of 2025-08-02, not accepted');
    expect(provenanceWords(copied('p', PUT.at))).toBe('Copied from CT of 2025-08-02, accepted');
    expect(provenanceWords(provenanceOf(AI, PUT))).toBe('AI draft (Drafter 2), not accepted');
    expect(provenanceWords({ kind: 'dictated', engine: 'tests' })).toBe('Dictated (tests)');
  });

  it('a draft from before it was kept is read as it is', () => {
    const old = { sections: [{ sectionId: 'findings', paragraphs: [[{ kind: 'text', text: 'a' }]], fields: {} }] };
    expect(normaliseContent(ReportContent.parse(old))).toEqual(old);
  });

  it('keeps texts of two origins apart, and joins those of one', () => {
    const origins = [undefined, copied('a'), copied('b'), provenanceOf(AI, PUT)];
    const inline = fc.record({ text: fc.constantFrom('x', 'yy', 'z\nz'), from: fc.constantFrom(...origins) });
    fc.assert(
      fc.property(fc.array(inline), (all) => {
        const given = all.map(({ text, from }) => ({ kind: 'text' as const, text, ...(from ? { from } : {}) }));
        const clean = normaliseContent(contentOf(given));
        expect(normaliseContent(clean)).toEqual(clean);
        const letters = (content: ReportContent): string[] =>
          content.sections.flatMap(({ paragraphs }) =>
            paragraphs
              .flat()
              .flatMap((one) =>
                one.kind === 'text'
                  ? [...one.text.replaceAll('\n', '')].map((letter) => `${letter}${JSON.stringify(one.from)}`)
                  : [],
              ),
          );
        expect(letters(clean)).toEqual(letters(contentOf(given)));
      }),
    );
  });
});

describe('text that nobody accepted', () => {
  it('is one passage however it was split, and says where it stands', () => {
    const content = contentOf(
      [{ kind: 'text', text: 'Typed. ' }, ...(paragraphsOf('Old nodule', copied('p1'))[0] ?? [])],
      [{ kind: 'text', text: ' and mine ' }, ...(paragraphsOf('of 5 mm.', copied('p1'))[0] ?? [])],
      ...paragraphsOf('Accepted.', copied('p2', PUT.at)),
    );
    const found = waitingPassages(content);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ start: 7, end: 7 + 'Old nodule\n and mine of 5 mm.'.length });
  });

  it('is refused, copies and drafts of programs alike, and accepted text is not', () => {
    const ai = provenanceOf(AI, { ...PUT, passage: 'p3' });
    const content = contentOf(...paragraphsOf('Copy.', copied('p1')), ...paragraphsOf('Draft.', ai));
    expect(unacceptedChecks(content).map(({ code }) => code)).toEqual(['check/unaccepted-copy', 'check/unaccepted-ai']);
    expect(unacceptedChecks(contentOf(...paragraphsOf('Copy.', copied('p1', PUT.at))))).toEqual([]);
    expect(unacceptedChecks(contentOf(...paragraphsOf('Normal.', { kind: 'template' })))).toEqual([]);
  });
});
