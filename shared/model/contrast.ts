import { z } from 'zod';

/** What a header says of an injection, as it stands: (0018,0010), and whether (0018,0012) or (0018,9341) has items. */
export const ContrastInfo = z.strictObject({ agent: z.string().nullable(), agentCoded: z.boolean() });
export type ContrastInfo = z.infer<typeof ContrastInfo>;
