import { PIECE_BYTES } from '../../kernel/pieces.ts';

/*
 * What the DIMSE process says to the station on their side line. A frame: kind (1 byte), number of the object (4, big-endian; 0 of a
 * message), length (4), then so many bytes: a message as JSON, or a part of an object as it came.
 */
export const FRAME_HEAD = 9;
export const FRAME = { message: 1, bytes: 2 } as const;
/** Longest part of an object in one frame. */
export const MOST_FRAME_BYTES = PIECE_BYTES;
/** Longest message: a hundred thousand objects that failed, by name. */
export const MOST_MESSAGE_BYTES = 32 * 1024 * 1024;
/** What the station proves itself with. */
export const TOKEN_BYTES = 32;

export function writeFrameHead(to: Buffer, kind: number, object: number, length: number): void {
  to.writeUInt8(kind, 0);
  to.writeUInt32BE(object, 1);
  to.writeUInt32BE(length, 5);
}
