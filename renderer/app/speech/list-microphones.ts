import type { ChosenMicrophone } from '../../settings/index.ts';
import type { StationLink } from '../station-link.ts';

/** The names under which Chromium lists the system's choice once more. */
const OF_SYSTEM: ReadonlySet<string> = new Set(['default', 'communications']);

/**
 * The microphones of this computer by their names. Names are told to whoever may listen only, so the microphone is lent for as long as they
 * are asked for; it is not opened.
 * @throws AppError what lending fails with
 */
export async function listMicrophones(
  link: Pick<StationLink, 'call'>,
  devices: Pick<MediaDevices, 'enumerateDevices'>,
): Promise<readonly ChosenMicrophone[]> {
  await link.call('speech.lendMicrophone', {});
  try {
    const found = await devices.enumerateDevices();
    return found
      .filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '' && !OF_SYSTEM.has(deviceId))
      .map(({ deviceId: id, label }, at) => ({ id, label: label.slice(0, 200) || `Microphone ${at + 1}` }));
  } finally {
    await link.call('speech.takeMicrophone', {});
  }
}
