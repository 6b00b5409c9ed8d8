import { lintConfig } from './scripts/lint/config.mjs';

export default lintConfig({ typed: true });
