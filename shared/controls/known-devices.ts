import type { DeviceKind } from '../model/controls.ts';
import type { ButtonPlace } from './hid-buttons.ts';

/** A device whose report is publicly known: its buttons need not be learned. */
export interface KnownDevice {
  readonly name: string;
  /** Usage page of the part whose reports tell of the buttons, where the device has several that WebHID gives apart; absent: any. */
  readonly page?: number;
  readonly buttons: readonly { readonly name: string; readonly place: ButtonPlace }[];
}

/** Buttons by their bit in a little-endian word that begins at a byte of report 0. */
function wordAt(first: number, bits: Readonly<Record<string, number>>, when?: ButtonPlace['when']) {
  return Object.entries(bits).map(([name, bit]) => {
    const mask = 1 << (bit % 8);
    const place: ButtonPlace = { report: 0, byte: first + Math.floor(bit / 8), mask, value: mask };
    return { name, place: when === undefined ? place : { ...place, when } };
  });
}

/** First byte of the reports of buttons; others tell of the battery, or that the microphone was laid down. */
const OF_BUTTONS = { byte: 0, value: 0x80 };
const FUNCTION_KEYS = { F1: 1, F2: 2, F3: 3, F4: 4, Command: 5 };

const SPEECH_MIKE = wordAt(
  7,
  {
    ...{ Record: 8, Stop: 9, Play: 10, Forward: 11, Rewind: 12, 'End of letter': 13, 'Insert or overwrite': 14 },
    ...{ Instruction: 15, ...FUNCTION_KEYS },
  },
  OF_BUTTONS,
);
/** In its mode for browsers a device tells the same buttons as a gamepad, in the first word of a report of its own. */
const SPEECH_MIKE_PAD = wordAt(0, {
  ...{ Rewind: 0, Play: 1, Forward: 2, 'Insert or overwrite': 4, Record: 5, Command: 6 },
  ...{ Instruction: 9, F1: 10, F2: 11, F3: 12, F4: 13, 'End of letter': 14 },
});
const POWER_MIC_4 = wordAt(
  7,
  {
    ...{ Record: 8, Play: 10, 'Tab forward': 11, 'Tab backward': 12, Rewind: 13, Forward: 14, Enter: 15 },
    ...FUNCTION_KEYS,
  },
  OF_BUTTONS,
);
const POWER_MIC_3 = wordAt(1, {
  ...{ Transcribe: 0, 'Tab backward': 1, Record: 2, 'Tab forward': 3, Rewind: 4, Forward: 5, Play: 6 },
  ...{ 'Left key': 7, Enter: 8, 'Right key': 9 },
});
const PEDALS = { 'Left pedal': 0, 'Middle pedal': 1, 'Right pedal': 2 };

/** Usage page of gamepads. */
const GENERIC_DESKTOP = 1;
const PHILIPS = 0x0911;
const NUANCE = 0x0554;
const VEC = 0x05f3;

/** As the makers' devices were described by public WebHID drivers; not tried on the devices themselves. */
const KNOWN: readonly (readonly [vendorId: number, productId: number, device: KnownDevice])[] = [
  [PHILIPS, 0x0c1c, { name: 'SpeechMike', buttons: SPEECH_MIKE }],
  [PHILIPS, 0x0c1d, { name: 'SpeechMike Premium Air', buttons: SPEECH_MIKE }],
  [PHILIPS, 0x0c1e, { name: 'SpeechOne', buttons: SPEECH_MIKE }],
  [PHILIPS, 0x0fa0, { name: 'SpeechMike in its mode for browsers', page: GENERIC_DESKTOP, buttons: SPEECH_MIKE_PAD }],
  [NUANCE, 0x0064, { name: 'PowerMic 4', buttons: POWER_MIC_4 }],
  [NUANCE, 0x1001, { name: 'PowerMic 3', buttons: POWER_MIC_3 }],
  [PHILIPS, 0x1844, { name: 'Foot control with three pedals', buttons: wordAt(0, PEDALS) }],
  [PHILIPS, 0x091a, { name: 'Foot control with four pedals', buttons: wordAt(0, { ...PEDALS, 'Fourth pedal': 3 }) }],
  [VEC, 0x00ff, { name: 'Infinity foot control', buttons: wordAt(0, PEDALS) }],
];

export function knownDevice({ vendorId, productId }: DeviceKind): KnownDevice | null {
  return KNOWN.find(([vendor, product]) => vendor === vendorId && product === productId)?.[2] ?? null;
}
