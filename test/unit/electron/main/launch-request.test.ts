import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLinkWithMore, readLaunch, readLink } from '../../../../electron/main/launch-request.ts';
import { inOrder, Launches } from '../../../../electron/main/launches.ts';

const UID = '1.2.840.113619.2.55.3.604688119';
const STUDY = { request: { kind: 'study', studyUid: UID }, refused: false };
const REFUSED = { request: null, refused: true };
const NOTHING = { request: null, refused: false };

describe('a launch by another program', () => {
  it('names one study or one accession number, by argument or by link', () => {
    expect(readLaunch(['--study', UID])).toEqual(STUDY);
    expect(readLaunch([`--study=${UID}`])).toEqual(STUDY);
    expect(readLaunch([`nightjar://study/${UID}`])).toEqual(STUDY);
    const accession = { request: { kind: 'accession', accession: 'A 17/3' }, refused: false };
    expect(readLaunch(['--data', '/tmp/x', '--accession', 'A 17/3'])).toEqual(accession);
    expect(readLaunch(['nightjar://accession/A%2017%2F3'])).toEqual(accession);
  });

  it('is put together again where Chromium hands the switches over first', () => {
    const torn = ['/electron', '--no-sandbox', '--data', '--accession', '--secure', '/work/program', '/tmp/x', 'A 1'];
    const accession = { request: { kind: 'accession', accession: 'A 1' }, refused: false };
    expect(readLaunch(inOrder(torn))).toEqual(accession);
    expect(readLaunch(inOrder(['/nightjar', '--accession', '--secure', 'A 1']))).toEqual(accession);
    expect(readLaunch(inOrder(['/nightjar', '--accession=A 1', '--secure']))).toEqual(accession);
    // Two wishes stay two, and a switch without its word names nothing.
    expect(readLaunch(inOrder(['/nightjar', '--study', '--accession', '--secure', UID, 'A1']))).toEqual(REFUSED);
    expect(readLaunch(inOrder(['/nightjar', '--accession', '--secure']))).toEqual(REFUSED);
    const link = ['/nightjar', '--secure', `nightjar://study/${UID}`];
    expect(inOrder(link)).toEqual(link);
  });

  it('is nothing where nobody asked', () => {
    expect(readLaunch([])).toEqual(NOTHING);
    expect(readLaunch(['--no-sandbox', '/work/program', '--data', '/tmp/x'])).toEqual(NOTHING);
  });

  it.each([
    [['--study', '../../etc/passwd']],
    [['--study']],
    [['--accession', '--allow-file-access-from-files', 'A1']],
    [['--study', UID, '--study', '1.2']],
    [['--study', UID, '--accession', 'A1']],
    [['--accession', 'A\\B']],
    [['--accession', 'A\u202eB']],
    [['--accession', '']],
    [[`nightjar://study/${UID}`, '--accession', 'A1']],
    [[`nightjar://study/${UID}`, '--data', '//evil/share']],
    [[`nightjar://study/${UID}`, `nightjar://study/${UID}`]],
    [[`nightjar://study/${UID}?then=delete`]],
    [[`nightjar://study/${UID}#x`]],
    [[`nightjar://study/${UID}/frames`]],
    [[`nightjar://user@study/${UID}`]],
    [[`nightjar://study:80/${UID}`]],
    [['nightjar://window/index.html']],
    [['nightjar://accession/%E0%A4%A']],
    [['nightjar:study/1.2']],
    [['NIGHTJAR://study/1.2']],
  ])('is refused whole: %j', (args) => {
    expect(readLaunch(args)).toEqual(REFUSED);
  });

  it('gives back from a link exactly what was put into it', () => {
    const accession = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 16 })
      .filter((text) => text.trim() === text && !/[\p{C}\\]/u.test(text));
    fc.assert(
      fc.property(accession, (text) => {
        const link = `nightjar://accession/${encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`;
        expect(readLink(link)).toEqual(link.length <= 221 ? { kind: 'accession', accession: text } : null);
      }),
    );
  });

  it('never gives anything from other text than one of the two forms', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = readLink(`nightjar://${text}`);
        if (found === null) return;
        expect(text).toMatch(/^(study|accession)\/[^/?#@:]+$/);
      }),
    );
  });

  it('does not start a packaged program where a link broke out of its quotes', () => {
    expect(isLinkWithMore([`nightjar://study/${UID}`])).toBe(false);
    expect(isLinkWithMore(['--data', '/tmp/x'])).toBe(false);
    expect(isLinkWithMore([`nightjar://study/${UID}`, '--data', '//evil/share'])).toBe(true);
  });
});

describe('what waits for a window', () => {
  it('is taken once, and the last wish wins', () => {
    const launches = new Launches(['/opt/nightjar', '--accession', 'A1']);
    let told = 0;
    launches.came.on(() => (told += 1));
    launches.add(['--no-sandbox']);
    expect(told).toBe(0);
    launches.add([`nightjar://study/${UID}`]);
    expect(told).toBe(1);
    expect(launches.take()).toEqual(STUDY);
    expect(launches.take()).toEqual(NOTHING);
  });
});
