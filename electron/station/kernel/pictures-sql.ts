/**
 * SQL: pictures that an object has on the glass. `frames` counts those of its file; the slices of one sheet stand in what was read of
 * it. Only single frames are looked into: what is read of a run of thousands is long.
 */
export function picturesOf(table: string): string {
  return `CASE ${table}.frames WHEN 1 THEN coalesce(json_extract(${table}.image, '$.frames'), 1) ELSE ${table}.frames END`;
}
