/**
 * The colour tables of Part 6, B.1.1 to B.1.4, 256 entries of 8 bits a channel, each written as the steps from one entry to the next:
 * "2*127 1" is 127 times two up, then once one up. Every channel begins at 0.
 */
const STEPS = {
  'hot-iron': ['2*127 1 0*127', '0*128 2*126 3', '0*191 4*63 3'],
  pet: [
    '0*63 1 2*42 1 2*42 1 2*42 0*63',
    '2*31 3 2*30 3 -2*32 -1 -2*31 -1 2*126 3',
    '1 2*127 -3 -4*63 4*20 5 4*20 5 4*20 5',
  ],
  'hot-metal-blue': [
    '0*85 3*8 2 3*8 2 3 2*2 3 2*2 3 2 3 2*2 3 2*2 3 2 3*8 2 3*16 2 3*8 4*2 3 4*5 3 4*5 3 4*2 0*85',
    '0*119 2*4 1 2*7 1 2*8 1 2*7 1 2*8 1 2*7 1 2*8 1 2*7 1 2*8 1 2*7 1 2*8 1 2*7 1 2*8 1 2*7 1 2*6 1 2*5 1 2*5 1 2*2',
    '2*8 1 2*33 1 2*16 1 2*33 1 2*8 -3*8 -2 -3*8 -6*4 -5 -6*7 -5 -6*4 -3*8 -2 -3*8 0*17 3*8 2 3*16 2 3*16 2 3*16 2 3*10 4 3*3 4 3*3 4 3*3 4 3*2',
  ],
  'pet-20-step': [
    '0*12 96 0*12 -48 0*24 32 0*12 16 0*12 16 0*12 16 0*11 -80 0*25 32 0*12 -16 0*11 160 0*12 -16 0*37 -16 0*12 -16 0*12 79 0*25',
    '0*25 48 0*24 32 0*12 16 0*12 16 0*12 16 0*11 -32 0*12 48 0*12 48 0*12 32 0*24 -16 0*12 -32 0*12 -32 0*11 -48 0*12 -48 0*12 -48 0*12 255 0*12',
    '0*12 80 0*25 32 0*11 16 0*12 48 0*12 16 0*12 32 0*11 -176 0*25 32 0*12 -16 0*11 16 0*12 16 0*12 -32 0*12 -64 0*50 255 0*12',
  ],
} as const;

export type StandardPalette = keyof typeof STEPS;

/** Red, green and blue of every entry. */
export function standardPalette(name: StandardPalette): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const [red, green, blue] = STEPS[name];
  return [channel(red), channel(green), channel(blue)];
}

function channel(steps: string): Uint8Array {
  const entries = new Uint8Array(256);
  let [at, value] = [0, 0];
  for (const run of steps.split(' ')) {
    const [by = 0, times = 1] = run.split('*').map(Number);
    for (let i = 0; i < times; i += 1) {
      value += by;
      entries[(at += 1)] = value;
    }
  }
  return entries;
}
