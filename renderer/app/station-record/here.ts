import type { AppMonitor } from '../../../shared/contract/app.ts';
import type { CheckedOn } from '../../../shared/model/station-check.ts';
import type { StationLink } from '../station-link.ts';

/** Program, card and driver of this window; where it stands is put to it when it is asked for. */
export async function machineHere(link: Pick<StationLink, 'call'>): Promise<Omit<CheckedOn, 'monitor'>> {
  const [{ version, electron, chromium, platform }, { driver }] = await Promise.all([
    link.call('app.info', {}),
    link.call('app.graphics', {}),
  ]);
  return { version, electron, chromium, platform, renderer: rendererName(), driver };
}

export function monitorHere(monitor: AppMonitor | null): CheckedOn['monitor'] {
  if (monitor === null) return null;
  const { depth, hdr, wideGamut } = monitor.light ?? { depth: null, hdr: null, wideGamut: null };
  return { key: monitor.key, name: monitor.name, scale: window.devicePixelRatio || 1, depth, hdr, wideGamut };
}

/** As the driver names itself through WebGL; empty where there is none. */
function rendererName(): string {
  // A page in a test may have no canvas at all.
  if (!('OffscreenCanvas' in globalThis)) return '';
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl && info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : null;
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' ? name.slice(0, 300) : '';
}
