/** What a wrapped site key is bound to. */
export function siteLabel(siteId: string): string {
  return `nightjar/site-key/1/${siteId}`;
}

/** What a wrapped study key is bound to. */
export function studyLabel(siteId: string, studyKeyId: string): string {
  return `nightjar/study-key/1/${siteId}/${studyKeyId}`;
}
