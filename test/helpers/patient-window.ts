import { configure } from '@testing-library/react';

/** What a test of the window waits for may take ten seconds on a machine with other work; the second that is usual is too short there. */
configure({ asyncUtilTimeout: 10_000 });
