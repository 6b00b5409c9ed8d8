import { describe, expect, it } from 'vitest';
import { refusedSwitches } from '../../../../electron/main/refused-switches.ts';
import type { SwitchPlace } from '../../../../electron/main/refused-switches.ts';

const USER: SwitchPlace = { debuggable: false, platform: 'linux', userId: 1000 };

describe('F60: a package refuses switches that let others look in', () => {
  it.each([
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--remote-allow-origins=*',
    '--inspect',
    '--inspect-brk=0.0.0.0:9229',
    '--inspect-publish-uid=http',
    '-inspect',
    '--js-flags=--expose-gc',
    '--js_flags=--expose-gc',
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--load-extension=/tmp/x',
    '--disable-web-security',
    '--proxy-server=evil:1',
    '--host-rules=MAP * evil',
    '--ignore-certificate-errors',
    '--log-net-log=/tmp/net.json',
    '--enable-logging',
    '--user-data-dir=/tmp/x',
    '--utility-cmd-prefix=gdb',
    '--trace-startup',
    '--require',
    '-r',
  ])('%s', (arg) => {
    expect(refusedSwitches(['--data', '/store', arg], USER)).toHaveLength(1);
  });

  it('says their names without values, each once', () => {
    const args = ['--inspect=1', '--inspect=2', '--js-flags=--secret'];
    expect(refusedSwitches(args, USER)).toEqual(['--inspect', '--js-flags']);
  });

  it('minds case and slashes as Windows does', () => {
    const place: SwitchPlace = { debuggable: false, platform: 'win32', userId: null };
    expect(refusedSwitches(['/Remote-Debugging-Port=1', '--INSPECT'], place)).toEqual([
      '--remote-debugging-port',
      '--inspect',
    ]);
  });

  it('takes what readers and machines need', () => {
    const args = ['--data', '/s', '--force-device-scale-factor=1.5', '--disable-gpu', '--use-gl=angle', '--lang=de'];
    expect(refusedSwitches(args, USER)).toEqual([]);
    expect(refusedSwitches(['nightjar://open?accession=1', '--', '--inspect'], USER)).toEqual([]);
  });

  it('lets root on Linux go without the sandbox, and a build for tests with everything', () => {
    expect(refusedSwitches(['--no-sandbox'], { ...USER, userId: 0 })).toEqual([]);
    expect(refusedSwitches(['--no-sandbox', '--inspect'], { ...USER, debuggable: true })).toEqual([]);
  });
});
