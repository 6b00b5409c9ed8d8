import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../../electron/cli/arguments.ts';
import type { Arguments } from '../../../../electron/cli/arguments.ts';
import { SETTING, settingsOf } from '../../../../electron/cli/verbs/source-settings.ts';
import { formOf } from '../../../../renderer/app/sources/form/source-form.ts';
import { settingsOf as settingsOfForm } from '../../../../renderer/app/sources/form/source-settings.ts';

const args = (line: string, ...more: readonly string[]): Arguments =>
  parseArguments([...line.split(' ').filter((word) => word !== ''), ...more], { name: 'value', ...SETTING });
const HOURS = ['--hours', 'mon-fri 08:00-18:00 5; sat,sun 00:00-24:00 free; all 22:00-06:00 0'] as const;

const web = settingsOf(
  args(
    '--name Anna --kind dicomweb --url https://anna.example/dicom-web --auth oidc --issuer https://login.example --client n ' +
      '--scope a --proxy-host proxy.example --proxy-port 3128 --inside-tunnel --tunnel-host gate.example --tunnel-port 443 ' +
      '--metered --rate 12.5 --watch 10 --modalities ct,MR --answer-seconds 90 --read-only --parallel 2',
    ...['--tunnel-name', 'Anna VPN', ...HOURS],
  ),
  null,
);
const dimse = settingsOf(
  args(
    '--name Berg --kind dimse --host berg.example --port 2762 --called BERG --calling HOME --tls --prefer move ' +
      '--receiver-ae HOME --receiver-host home.example --receiver-port 11112 --parallel 8 --user me',
  ),
  null,
);

describe('settings of a source on the command line', () => {
  it('say everything that the form of the window says', () => {
    expect(web).toMatchObject({
      auth: { kind: 'oidc', issuer: 'https://login.example', clientId: 'n', scope: 'a' },
      proxy: { host: 'proxy.example', port: 3128, user: null },
      tunnelHost: { host: 'gate.example', port: 443, name: 'Anna VPN' },
      ...{ insideTunnel: true, metered: true, store: false, parallel: 2 },
      waits: { connectMs: 10_000, answerMs: 90_000, idleMs: 30_000 },
      watch: { everyMinutes: 10, days: 1, modalities: ['CT', 'MR'] },
      rate: {
        bytesPerSecond: 1_562_500,
        hours: [
          { days: [1, 2, 3, 4, 5], from: 480, to: 1080, bytesPerSecond: 625_000 },
          { days: [6, 0], from: 0, to: 1440, bytesPerSecond: null },
          { days: [0, 1, 2, 3, 4, 5, 6], from: 1320, to: 360, bytesPerSecond: 0 },
        ],
      },
    });
    expect(dimse).toMatchObject({
      ...{ calledAe: 'BERG', callingAe: 'HOME', tls: { authorities: null }, preferred: 'move', user: 'me' },
      ...{ receiver: { ae: 'HOME', host: 'home.example', port: 11_112 }, maxAssociations: 8, watch: null },
    });
  });

  it('and the form of the window read and write the same', () => {
    for (const settings of [web, dimse]) expect(settingsOfForm(formOf(settings))).toEqual({ settings });
  });

  it('stay where an edit does not name them', () => {
    for (const settings of [web, dimse]) expect(settingsOf(args('--name Anna'), settings)).toEqual(settings);
    expect(settingsOf(args('--name Anna --rename Nord --rate free --takes-results --days 3'), web)).toEqual({
      ...web,
      ...{ name: 'Nord', store: true, rate: { ...web.rate, bytesPerSecond: null } },
      watch: { everyMinutes: 10, days: 3, modalities: ['CT', 'MR'] },
    });
  });

  it('are taken back by words of their own', () => {
    const back = '--no-tunnel --no-proxy --unmetered --no-watch --auth none';
    expect(settingsOf(args(`--name Anna ${back}`, '--hours', ''), web)).toMatchObject({
      ...{ insideTunnel: false, tunnelHost: null, proxy: null, metered: false, watch: null, auth: { kind: 'none' } },
      rate: { bytesPerSecond: 1_562_500, hours: [] },
    });
    expect(settingsOf(args('--name Berg --no-receiver --prefer get --plain --inside-tunnel'), dimse)).toMatchObject({
      ...{ receiver: null, preferred: 'get', tls: null },
    });
  });

  it.each([
    ['--kind dimse', /another kind/],
    ['--metered --unmetered', /not both/],
    ['--rate fast', /Mbit/],
    ['--hours mon', /--hours is such as/],
    ['--no-tunnel --tunnel-name x --url http://anna.example', /only inside a tunnel/],
  ])('refuse %s', (words, said) => {
    expect(() => settingsOf(args(`--name Anna ${words}`), web)).toThrow(said);
  });
});
