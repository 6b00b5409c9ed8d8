import { PROGRAM_CONTROLS } from '../../shared/model/controls.ts';
import { exportControls, readControlsFile } from './controls/controls-file.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** The shell's own. */
type OfShell = 'export' | 'bring' | 'lendDevices' | 'offerDevices' | 'chooseDevice' | 'dropDevice';
type ControlsCall = Exclude<Extract<keyof Handlers, `controls.${string}`>, `controls.${OfShell}`>;

/** Keys, mouse and devices of who has the store open. */
export function controlsHandlers(station: StationDoor): Pick<Handlers, ControlsCall> {
  return {
    'controls.load': () => ({ controls: station.rooms.controls.load() }),
    'controls.save': ({ controls }) => station.rooms.controls.save(controls),
    'controls.exportFile': ({ file }) =>
      exportControls(station.access.requireStore(), station.rooms.controls.load() ?? PROGRAM_CONTROLS, file),
    'controls.devices': () => ({ devices: [...station.rooms.controls.devices()] }),
    'controls.allowDevice': (device) => ({ devices: [...station.rooms.controls.allow(device)] }),
    'controls.refuseDevice': (kind) => ({ devices: [...station.rooms.controls.refuse(kind)] }),
    'controls.readFile': async ({ file }) => ({ controls: await readControlsFile(file) }),
  };
}
