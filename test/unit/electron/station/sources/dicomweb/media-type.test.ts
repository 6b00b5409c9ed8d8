import { describe, expect, it } from 'vitest';
import { boundaryOf, mediaType } from '../../../../../../electron/station/sources/dicomweb/media-type.ts';

describe('the boundary in a Content-Type', () => {
  it.each([
    ['multipart/related; boundary=abc; type="application/dicom"', 'abc'],
    ['Multipart/Related;type="application/dicom";BOUNDARY="a b; c"', 'a b; c'],
    ['multipart/related; type="application/dicom; transfer-syntax=*"; boundary="x\\"y"', 'x"y'],
    ['multipart/related; boundary=a; boundary=b', 'a'],
    ['multipart/related; type="a;boundary=evil"; boundary=good', 'good'],
  ])('of %s is %s', (text, boundary) => {
    expect(boundaryOf(mediaType(text))).toBe(boundary);
  });

  it.each([
    'multipart/related',
    'multipart/related; boundary=',
    'multipart/related; boundary=""',
    'multipart/related; boundary="ends in a space "',
    `multipart/related; boundary=${'x'.repeat(300)}`,
    'application/dicom; boundary=abc',
    'text/html',
    '',
    undefined,
  ])('of %s is none', (text) => {
    expect(boundaryOf(mediaType(text))).toBeNull();
  });
});
