import { describe, expect, it } from 'vitest';
import { SourceSecrets, SourceSettings } from '../../../../shared/model/source-settings.ts';

const web = (more: object): object => ({ kind: 'dicomweb', name: 'Nord', site: 'Nord', ...more });
const dimse = (more: object): object => ({
  ...{ kind: 'dimse', name: 'Süd', site: 'Süd', host: '10.1.2.3', port: 104, calledAe: 'PACS', callingAe: 'NIGHTJAR' },
  ...more,
});
const accepts = (settings: object): boolean => SourceSettings.safeParse(settings).success;

describe('settings of a source', () => {
  it.each([
    'https://pacs.example/dicom-web',
    'http://127.0.0.1:8042/dicom-web',
    'http://[::1]/dicom-web',
    'http://localhost/dicom-web',
  ])('take %s as it is', (url) => {
    expect(accepts(web({ url }))).toBe(true);
  });

  it.each([
    'http://pacs.example/dicom-web',
    'http://127.0.0.1.pacs.example/',
    'http://localhost.pacs.example/',
    'http://127.1:80/',
    'http:pacs.example',
    'http://127.0.0.1\\pacs.example/',
    'http://127.0.0.1@pacs.example/',
    'https://user:secret@pacs.example/',
    'https://pacs.example/?token=1',
    'https://pacs.example/#a',
    'ftp://pacs.example/',
    'pacs.example',
    '',
  ])('refuse %s', (url) => {
    expect(accepts(web({ url }))).toBe(false);
  });

  it('take plain http to a site only inside a declared tunnel', () => {
    expect(accepts(web({ url: 'http://10.1.2.3/dicom-web', insideTunnel: true }))).toBe(true);
    expect(accepts(web({ url: 'http://pacs.example@10.1.2.3/', insideTunnel: true }))).toBe(false);
  });

  it('take DIMSE without TLS only inside a declared tunnel or on this machine', () => {
    expect(accepts(dimse({}))).toBe(false);
    expect(accepts(dimse({ insideTunnel: true }))).toBe(true);
    expect(accepts(dimse({ tls: {} }))).toBe(true);
    expect(accepts(dimse({ host: '127.0.0.1' }))).toBe(true);
  });

  it('refuse C-MOVE without a receiver of our own', () => {
    expect(accepts(dimse({ tls: {}, preferred: 'move' }))).toBe(false);
    const receiver = { ae: 'NIGHTJAR', host: '192.168.1.5', port: 11112 };
    expect(accepts(dimse({ tls: {}, preferred: 'move', receiver }))).toBe(true);
  });

  it.each(['', '   ', 'SEVENTEEN-LETTERS', 'A\\B', 'A\nB', 'Ä'])('refuse the AE title %j', (title) => {
    expect(accepts(dimse({ tls: {}, calledAe: title }))).toBe(false);
  });

  it('hold no secret: a password or a token among them is refused', () => {
    for (const key of Object.keys(SourceSecrets.shape)) {
      expect(accepts(web({ url: 'https://pacs.example/', [key]: 'x' }))).toBe(false);
    }
  });

  it('refuse an identity provider that is reached without TLS', () => {
    const auth = (issuer: string): object => ({ kind: 'oidc', issuer, clientId: 'nightjar' });
    expect(accepts(web({ url: 'https://pacs.example/', auth: auth('http://login.example') }))).toBe(false);
    expect(accepts(web({ url: 'https://pacs.example/', auth: auth('https://login.example') }))).toBe(true);
  });
});
