import { z } from 'zod';
import { CheckFinding } from '../model/report.ts';

/** How strongly a site wants one check put to its readers; off: not at all. */
export const SiteCheck = z.strictObject({
  code: z.string().regex(/^check\/[a-z-]{1,60}$/),
  tier: z.enum([...CheckFinding.shape.tier.options, 'off']),
});
export type SiteCheck = z.infer<typeof SiteCheck>;

/**
 * Checks that no site can weaken: what was signed without them would be a text that nobody wrote, of a patient who was not looked at,
 * or with numbers of nothing. A site can still not switch off what is a question of who may sign (`permission/…`).
 */
const FIXED: ReadonlySet<string> = new Set([
  ...['check/unaccepted-ai', 'check/unaccepted-copy', 'check/open-field', 'check/empty-section'],
  ...['check/field-required', 'check/field-value', 'check/no-objects'],
  ...['check/measurement-unknown', 'check/measurement-rejected', 'check/mammogram-lossy', 'check/mammogram-display'],
]);

const STRENGTH = { off: 0, note: 1, acknowledge: 2, refuse: 3 } as const;

/** Findings as the site of the study wants them put. */
export function withSiteChecks(findings: readonly CheckFinding[], wanted: readonly SiteCheck[]): CheckFinding[] {
  const tiers = new Map(wanted.map(({ code, tier }) => [code, tier]));
  return findings.flatMap((finding) => {
    const tier = tiers.get(finding.code);
    if (tier === undefined || !finding.code.startsWith('check/')) return [finding];
    if (FIXED.has(finding.code) && STRENGTH[tier] < STRENGTH[finding.tier]) return [finding];
    return tier === 'off' ? [] : [{ ...finding, tier }];
  });
}
