/** What is typed: every letter is known from its place, so that what survives can be judged. Words of eight letters and a blank. */
export function letterAt(place: number): string {
  return place % 9 === 8 ? ' ' : String.fromCharCode(97 + ((place * 7 + Math.floor(place / 9)) % 26));
}

export function typedText(letters: number): string {
  return Array.from({ length: letters }, (_, place) => letterAt(place)).join('');
}
