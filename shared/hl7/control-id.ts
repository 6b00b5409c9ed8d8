/** Longest control id of a message (MSH-10) that a record keeps, characters. */
const MOST = 64;

/** A control id as a record of the station may keep it: what a sender put there is its own text. Anything else than what such ids are made of becomes "?". */
export function recordedControlId(controlId: string): string {
  const clean = controlId.slice(0, MOST).replace(/[^\w.:/+-]/g, '?');
  return controlId.length > MOST ? `${clean}…` : clean;
}
