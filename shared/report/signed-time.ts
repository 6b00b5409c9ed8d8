/** UTC and zone to the signer's wall clock: "2026-03-01 03:15:00 +01:00". */
export function localTime(atUtc: string, zone: string): string {
  const local = new Date(Date.parse(atUtc) + zoneMinutes(zone) * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${zone}`;
}

/** "+01:30" to 90, "-05:00" to -300. A RangeError for anything else. */
export function zoneMinutes(zone: string): number {
  const found = /^([+-])(0\d|1[0-4]):([0-5]\d)$/.exec(zone);
  if (!found) throw new RangeError('a zone is written as +hh:mm');
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === '-' ? -minutes : minutes;
}
