import { describe, expect, it } from 'vitest';
import { siteMapping } from '../../../../../../electron/station/transfer/outbox/stated-mapping.ts';
import { SiteProfile } from '../../../../../../shared/model/site-profile.ts';
import { sampleProfile } from '../../../../../helpers/site-profile.ts';

const RIS = { name: 'ris', site: 'St. Anna' };

function applied(more: Partial<SiteProfile>) {
  const signed = { signedBy: '', fingerprint: '0000', publicKey: new Uint8Array(), hash: '', text: '' };
  return [{ ...signed, profile: sampleProfile(more), appliedAt: '2026-01-01T00:00:00Z' }];
}

describe('how a site says that a receiver wants reports', () => {
  const receivers = [{ destination: 'RIS', mapping: { text: 'TX-segments' as const } }];

  it('is found by the name of the destination, with its site and serial, and what it leaves out is as usual', () => {
    expect(siteMapping(applied({ receivers }), RIS)).toMatchObject({
      ...{ siteName: 'St. Anna Group', serial: 1 },
      mapping: { text: 'TX-segments', charset: 'UNICODE UTF-8', codes: [] },
    });
  });

  it('is nothing for another destination or site, and nothing of a profile that was taken back', () => {
    expect(siteMapping(applied({ receivers }), { ...RIS, name: 'other' })).toBeNull();
    expect(siteMapping(applied({ receivers }), { ...RIS, site: 'Elsewhere' })).toBeNull();
    expect(siteMapping(applied({ receivers, revokedSerials: [1] }), RIS)).toBeNull();
  });

  it('is kept in a profile as it was written: nothing is filled in by reading', () => {
    expect(sampleProfile({ receivers }).receivers).toEqual(receivers);
    const twice = { ...sampleProfile(), receivers: [...receivers, { destination: 'ris', mapping: {} }] };
    expect(SiteProfile.safeParse(twice).success).toBe(false);
  });
});
