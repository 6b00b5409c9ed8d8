import type { Separators } from '../message.ts';

/**
 * Escaped lines in pieces that are no longer than `room`, joined by `joint` within a piece. A line that is longer is cut between words,
 * else between signs, never within an escape: the pieces, read one after another, are the text.
 */
export function splitText(lines: readonly string[], joint: string, room: number, separators: Separators): string[] {
  const pieces: string[] = [];
  let piece: string | null = null;
  for (const line of lines.flatMap((one) => cutLine(one, Math.max(1, room), separators))) {
    const joined: string = piece === null ? line : `${piece}${joint}${line}`;
    if (piece !== null && joined.length > room) {
      pieces.push(piece);
      piece = line;
    } else piece = joined;
  }
  return [...pieces, piece ?? ''];
}

function cutLine(line: string, room: number, { escape }: Separators): string[] {
  if (line.length <= room) return [line];
  // Escapes, and signs of two code units, stay whole.
  const parts = line.match(new RegExp(`\\${escape}[^\\${escape}]*\\${escape}|\\S|\\s`, 'gu')) ?? [];
  const cut: string[] = [];
  let now: string[] = [];
  let length = 0;
  for (const part of parts) {
    if (length + part.length > room && now.length > 0) {
      const blank = now.lastIndexOf(' ');
      const keep = blank > 0 ? blank + 1 : now.length;
      cut.push(now.slice(0, keep).join(''));
      now = now.slice(keep);
      length = now.join('').length;
    }
    now.push(part);
    length += part.length;
  }
  return [...cut, now.join('')];
}
