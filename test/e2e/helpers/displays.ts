import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A head of the display server: pixels, and where it stands. */
export interface Head {
  readonly width: number;
  readonly height: number;
  readonly x: number;
}

/** What `DISPLAY` names, with heads that come and go as cables are pulled. */
export interface Displays {
  readonly env: Readonly<Record<string, string>>;
  /** @param head its place in the list, from 0 */
  pull(head: number): void;
  plug(head: number): void;
  /** Everything that all heads show, as a file. */
  picture(file: string): void;
  stop(): Promise<void>;
}

// Xvfb shows Electron one display whatever it is told. The driver without a card shows as many as wanted, and takes them away.
const CONFIG = `
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 512000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 1.0-2000.0
  VertRefresh 1.0-200.0
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 7680 2560
  EndSubSection
EndSection
`;
const START_MS = 15_000;

/** A display server with these heads, from left to right; the first one alone is plugged in. */
export async function startDisplays(heads: readonly Head[]): Promise<Displays> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-displays-'));
  const config = path.join(folder, 'xorg.conf');
  writeFileSync(config, CONFIG);
  const log = ['-logfile', path.join(folder, 'xorg.log')];
  const own = ['-displayfd', '3', '-noreset', '-nolisten', 'tcp', '-config', config, ...log];
  const server = spawn('Xorg', own, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const env = { DISPLAY: `:${await numberOf(server)}` };
  const ask = (program: string, ...args: readonly string[]): void => {
    const { status, stderr } = spawnSync(program, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  };
  const nameOf = ({ width, height }: Head): string => `head-${width}x${height}`;
  // The driver's server tells its clients of a head that came or went when one of them asks for the list.
  const set = (at: number, ...how: readonly string[]): void => {
    ask('xrandr', '--output', `DUMMY${at}`, ...how);
    ask('xrandr', '--listmonitors');
  };
  const plug = (at: number): void => {
    const head = heads[at];
    if (head) set(at, '--mode', nameOf(head), '--pos', `${head.x}x0`);
  };
  for (const head of new Map(heads.map((one) => [nameOf(one), one])).values()) {
    ask('xrandr', '--newmode', nameOf(head), ...timingOf(head).map(String));
  }
  heads.forEach((head, at) => ask('xrandr', '--addmode', `DUMMY${at}`, nameOf(head)));
  plug(0);
  ask('xrandr', '--output', 'DUMMY0', '--primary');
  return {
    env,
    plug,
    pull: (at) => set(at, '--off'),
    picture: (file) => ask('import', '-window', 'root', file),
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Pixel clock in MHz and the edges of a line and a picture at 60 Hz; nobody looks at the margins. */
function timingOf({ width, height }: Head): readonly number[] {
  const [across, down] = [width + 160, height + 40];
  const clock = Number(((across * down * 60) / 1e6).toFixed(2));
  return [clock, width, width + 48, width + 80, across, height, height + 3, height + 8, down];
}

function numberOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      server.kill('SIGKILL');
      reject(new Error('the display server did not start'));
    };
    const timer = setTimeout(fail, START_MS);
    server.once('error', fail);
    server.once('exit', fail);
    let text = '';
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += String(chunk);
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      server.off('exit', fail);
      resolve(text.trim());
    });
  });
}
