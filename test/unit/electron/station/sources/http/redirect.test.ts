import { describe, expect, it } from 'vitest';
import { redirectTarget } from '../../../../../../electron/station/sources/http/redirect.ts';
import { codeThrown } from '../../../../../helpers/app-errors.ts';

const target = (from: string, location: string | undefined) => redirectTarget(new URL(from), location);

describe('a redirect', () => {
  it.each([
    ['https://pacs.example/a', '/b', 'https://pacs.example/b'],
    ['https://pacs.example/a/b', 'c?d=1#e', 'https://pacs.example/a/c?d=1'],
    ['http://pacs.example/a', 'https://pacs.example/a', 'https://pacs.example/a'],
    ['http://127.0.0.1:8042/a', 'http://127.0.0.1:8042/b', 'http://127.0.0.1:8042/b'],
  ])('from %s to %s stays at the same server', (from, location, to) => {
    expect(target(from, location)).toEqual({ url: new URL(to), sameServer: true });
  });

  it.each([
    ['https://pacs.example/a', 'https://store.example/b'],
    ['https://pacs.example/a', 'https://pacs.example:8443/b'],
    ['https://pacs.example/a', '//store.example/b'],
    ['https://pacs.example/a', 'https://pacs.example.evil.example/b'],
    ['http://pacs.example:8080/a', 'https://pacs.example/b'],
    ['http://pacs.example/a', 'https://store.example/b'],
  ])('from %s to %s leads to another server, which may not see who we are', (from, location) => {
    expect(target(from, location).sameServer).toBe(false);
  });

  it.each([
    ['https://pacs.example/a', 'http://pacs.example/a'],
    ['https://pacs.example/a', 'http://127.0.0.1/a'],
    ['http://pacs.example/a', 'http://other.example/a'],
    ['http://pacs.example/a', 'http://pacs.example:8080/a'],
    ['https://pacs.example/a', 'https://user:secret@pacs.example/a'],
    ['https://pacs.example/a', 'file:///etc/passwd'],
    ['https://pacs.example/a', 'https://'],
    ['https://pacs.example/a', undefined],
  ])('from %s to %s is not followed', (from, location) => {
    expect(codeThrown(() => target(from, location))).toBe('source/wrong-answer');
  });
});
