/** Beginnings of programs, scripts and archives, as the system that runs them looks for them. */
const SUSPICIOUS: readonly (readonly number[])[] = [
  [0x4d, 0x5a], // MZ: Windows program
  [0x7f, 0x45, 0x4c, 0x46], // ELF
  [0xfe, 0xed, 0xfa, 0xce], // Mach-O, 32 and 64 bit, both byte orders, and universal
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
  [0x23, 0x21], // #!
  [0x50, 0x4b], // ZIP
  [0x49, 0x49, 0x2a, 0x00], // TIFF: allowed by Part 10 for dual-personality files, flagged all the same
  [0x4d, 0x4d, 0x00, 0x2a],
  [0x49, 0x49, 0x2b, 0x00],
  [0x4d, 0x4d, 0x00, 0x2b],
  [0x3c, 0x21], // <! and <?: markup
  [0x3c, 0x3f],
];

/** Whether the 128 bytes before DICM would make some system take the file for something else (CVE-2019-11687). */
export function isSuspiciousPreamble(preamble: Uint8Array | null): boolean {
  if (preamble === null) return false;
  return SUSPICIOUS.some((magic) => magic.every((byte, index) => preamble[index] === byte));
}
