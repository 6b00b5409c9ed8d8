import { describe, expect, it } from 'vitest';
import { templateText } from '../../../../../electron/station/reporting/read-template-file.ts';
import { codeThrown } from '../../../../helpers/app-errors.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('the bytes of a template', () => {
  it.each([
    ['UTF-8 unasked', Buffer.from('<p>Ödem 肺</p>'), '<p>Ödem 肺</p>'],
    ['a byte order mark', Buffer.concat([bytes('\xef\xbb\xbf'), Buffer.from('ä')]), 'ä'],
    ['UTF-16', Buffer.concat([bytes('\xff\xfe'), Buffer.from('ä', 'utf16le')]), 'ä'],
    ['Latin 1 by name', bytes('<meta charset="ISO-8859-1">\xe4'), '<meta charset="ISO-8859-1">ä'],
    [
      'Windows by content type',
      bytes('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">\x80'),
      '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">€',
    ],
  ])('are read as %s', (_, given, text) => {
    expect(templateText(given)).toBe(text);
  });

  it.each([
    ['an unknown encoding', bytes('<meta charset="x-user-defined">'), 'report/template-encoding'],
    ['an encoding that runs in browsers only', bytes('<meta charset="utf-7">'), 'report/template-encoding'],
    ['bytes that are not what they say', bytes('<meta charset="utf-8">\xe4\xe4'), 'report/template-encoding'],
    ['nulls', bytes('<p>\0</p>'), 'report/template-encoding'],
    ['10 MB', Buffer.alloc(10 * 1024 * 1024, 32), 'report/template-bounds'],
  ])('are refused with %s', (_, given, code) => {
    expect(codeThrown(() => templateText(given))).toBe(code);
  });
});
