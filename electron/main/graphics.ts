import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'electron';
import { z } from 'zod';

/** Who puts the page together: the graphics card, or Chromium's own compositor for processors. */
export type Graphics = 'card' | 'processor';

/**
 * Switches that draw WebGL 2 on the processor. The page must not be put together by it too: measured on two cores, one step
 * through a stack took 730 ms so, and 65 ms with Chromium's compositor for processors.
 */
export const PROCESSOR_SWITCHES: readonly (readonly [string, string?])[] = [
  ['disable-gpu-compositing'],
  ['use-gl', 'angle'],
  ['use-angle', 'swiftshader'],
  ['enable-unsafe-swiftshader'],
];

/** A card that was not usable once may be usable with a later driver: then we look again. */
const REMEMBERED_MS = 7 * 24 * 60 * 60 * 1000;
const FILE = 'graphics.json';
const Remembered = z.strictObject({ electron: z.string(), at: z.number() });

export interface GraphicsFacts {
  readonly platform: NodeJS.Platform;
  /** Names in /dev/dri and NVIDIA's own devices; only Linux is asked. */
  readonly devices: readonly string[];
  /** Chromium said last time that it cannot use the card. */
  readonly failedBefore: boolean;
}

/** Must be decided before Chromium starts, so by what is known without it. */
export function chooseGraphics({ platform, devices, failedBefore }: GraphicsFacts): Graphics {
  if (failedBefore) return 'processor';
  return platform !== 'linux' || devices.some((name) => /^(renderD|card|nvidia)\d/.test(name)) ? 'card' : 'processor';
}

export function graphicsDevices(platform: NodeJS.Platform): readonly string[] {
  if (platform !== 'linux') return [];
  const dri = existsSync('/dev/dri') ? readdirSync('/dev/dri') : [];
  return [...dri, ...(existsSync('/dev/nvidia0') ? ['nvidia0'] : [])];
}

/** Whether this Electron found the card unusable not long ago. A file that cannot be read says nothing. */
export function failedBefore(profileDir: string, electron: string, now: number): boolean {
  try {
    const found = Remembered.safeParse(JSON.parse(readFileSync(path.join(profileDir, FILE), 'utf8')));
    return found.success && found.data.electron === electron && Math.abs(now - found.data.at) < REMEMBERED_MS;
  } catch {
    return false;
  }
}

/** Writes down for the next start what Chromium found out about the card in this one. */
export function rememberGraphics(profileDir: string, usable: boolean, electron: string, now: number): void {
  const file = path.join(profileDir, FILE);
  if (usable) rmSync(file, { force: true });
  else writeFileSync(file, JSON.stringify({ electron, at: now }), { mode: 0o600 });
}

/** What `getGPUInfo('basic')` says, as far as it is read here. */
const GpuInfo = z.object({
  gpuDevice: z.array(
    z.object({
      active: z.boolean().optional(),
      vendorId: z.number().optional(),
      deviceId: z.number().optional(),
      driverVendor: z.string().optional(),
      driverVersion: z.string().optional(),
    }),
  ),
});

/** The card in use and its driver in words; empty where the system does not say. */
export async function graphicsDriver(app: Pick<App, 'getGPUInfo'>): Promise<string> {
  // Chromium refuses where there is no graphics process.
  const info: unknown = await app.getGPUInfo('basic').catch(() => null);
  const devices = GpuInfo.safeParse(info).data?.gpuDevice ?? [];
  const one = devices.find(({ active }) => active === true) ?? devices[0];
  if (!one) return '';
  const hex = (id: number | undefined): string => (id ?? 0).toString(16).padStart(4, '0');
  const driver = [one.driverVendor, one.driverVersion].filter((part) => part !== undefined && part !== '').join(' ');
  return `vendor ${hex(one.vendorId)}, device ${hex(one.deviceId)}${driver === '' ? '' : `, driver ${driver}`}`.slice(
    0,
    300,
  );
}
